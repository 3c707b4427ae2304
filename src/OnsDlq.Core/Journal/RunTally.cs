using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Counts the attempts of a run by their present status, and collects the groups that it sent to.</summary>
internal sealed class RunTally
{
    private readonly int[] _counts = new int[Enum.GetValues<AttemptStatus>().Length];
    private readonly SortedSet<string> _groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _regions = new(StringComparer.Ordinal);

    /// <summary>The consumer groups, in alphabetical order.</summary>
    public IReadOnlyCollection<string> Groups => _groups;

    /// <summary>The regions, by their names in the journal.</summary>
    public IReadOnlyCollection<string> Regions => _regions;

    /// <summary>How many attempts have this status.</summary>
    public int this[AttemptStatus status] => _counts[(int)status];

    /// <summary>What evidence shows of them.</summary>
    public EvidenceTally Verdicts { get; } = new();

    /// <summary>Counts an attempt.</summary>
    /// <param name="recorded">The attempt.</param>
    /// <param name="status">Its status.</param>
    public void Add(RecordedAttempt recorded, AttemptStatus status)
    {
        _counts[(int)status]++;
        _groups.Add(recorded.Key.GroupId);
        _regions.Add(recorded.Key.Realm);
        Verdicts.Add(recorded.Attempt, status);
    }
}
