namespace OnsDlq.Journal;

/// <summary>How many attempts of each run and of each canary would go.</summary>
internal sealed class RetentionTally
{
    private readonly Dictionary<string, int> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _canaries = new(StringComparer.Ordinal);

    /// <summary>Counts the attempts of a message.</summary>
    public void Add(OldMessage message)
    {
        foreach (var attempt in message.History.Attempts)
        {
            _runs[attempt.RunId] = OfRun(attempt.RunId) + 1;
            if (attempt.CanaryId is { } canary) _canaries[canary] = OfCanary(canary) + 1;
        }
    }

    public int OfRun(string runId) => _runs.GetValueOrDefault(runId);

    public int OfCanary(string canaryId) => _canaries.GetValueOrDefault(canaryId);

    /// <summary>How many runs would go, of those that are old by themselves.</summary>
    /// <param name="runs">All runs: their IDs and numbers, whether they are old, and how many attempts they have.</param>
    /// <param name="canaries">All canaries: their IDs, the numbers of the runs that began them, whether they are old, and how many attempts they have.</param>
    public int CountRuns(
        IEnumerable<(string Id, long Number, bool IsOld, long Attempts)> runs, IEnumerable<(string Id, long Run, bool IsOld, long Attempts)> canaries)
    {
        var held = canaries.Where(canary => !canary.IsOld || canary.Attempts > OfCanary(canary.Id)).Select(canary => canary.Run).ToHashSet();
        return runs.Count(run => run.IsOld && run.Attempts == OfRun(run.Id) && !held.Contains(run.Number));
    }
}
