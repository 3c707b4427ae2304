using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Everything the journal knows of one message, as of one version.</summary>
/// <param name="Key">The message.</param>
/// <param name="Version">Raised by every claim, renewal, settlement and block; 0 for a message that is not in the journal.</param>
/// <param name="Attempts">Every attempt, oldest first.</param>
/// <param name="EntriesSeen">The store times (ms since 1970-01-01 UTC) of every entry ever seen, ascending, each once.</param>
/// <param name="Block">The block, ended or not; null where there is none.</param>
internal sealed record MessageHistory(
    MessageKey Key, long Version, IReadOnlyList<Attempt> Attempts, IReadOnlyList<long> EntriesSeen, MessageBlock? Block)
{
    /// <summary>
    /// When the newest gap of the journal ended, on the service's clock: earlier resends may be missing. Null where there is none.
    /// </summary>
    public DateTimeOffset? Gap { get; init; }

    /// <summary>The attempt that was claimed last, which is not always the last one recorded: others may have come from another journal since.</summary>
    public Attempt? LastAttempt =>
        Attempts.Count == 0 ? null : Attempts.Aggregate((last, next) => next.ClaimedAt >= last.ClaimedAt ? next : last);

    /// <summary>
    /// Adds what was recorded of the message under another name of its service. Those attempts count like its own; new records are written under
    /// its own name.
    /// </summary>
    public MessageHistory With(MessageHistory other) => this with
    {
        Attempts = Merge(Attempts, [.. other.Attempts.Select(attempt => attempt with { RecordVersion = other.Version })]),
        EntriesSeen = [.. EntriesSeen.Union(other.EntriesSeen).Order()],
        Block = Block ?? other.Block,
    };

    /// <summary>The version to give when somebody other than the holder settles the attempt: that of the record it is in.</summary>
    public long VersionOf(Attempt attempt) => attempt.RecordVersion ?? Version;

    /// <summary>The history of a message that is not in the journal.</summary>
    public static MessageHistory None(MessageKey key) => new(key, 0, [], [], null);

    // A merge by claim time that keeps the order within each list, even where the times there are not ascending.
    private static List<Attempt> Merge(IReadOnlyList<Attempt> own, IReadOnlyList<Attempt> others)
    {
        var merged = new List<Attempt>(own.Count + others.Count);
        var next = 0;
        foreach (var attempt in own)
        {
            while (next < others.Count && others[next].ClaimedAt <= attempt.ClaimedAt) merged.Add(others[next++]);
            merged.Add(attempt);
        }

        merged.AddRange(others.Skip(next));
        return merged;
    }
}
