using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>The last line of a run: how many results of which status, the run's ID, and what to do next.</summary>
internal sealed class RunSummary
{
    private static readonly string[] ForPerson =
    [
        ReasonName.OutcomeUnknown, ReasonName.ReportedFailed, ReasonName.RoundUnclear, ReasonName.MaxRounds, ReasonName.JournalGap,
    ];

    private static readonly string[] ForAnotherRun = [ReasonName.RunStopped, ReasonName.InFlight];

    private readonly ResendTally _tally = new();
    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private readonly HashSet<string> _groups = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Counts a result.</summary>
    public void Add(ResendResult result)
    {
        _tally.Add(result);
        if (result.Reason is { } reason) _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
        if (_groups.Count < 2) _groups.Add(result.GroupId);
    }

    /// <summary>The line; null where there was no result.</summary>
    /// <param name="runId">The run's ID.</param>
    /// <param name="isStopped">Whether an error stopped the run.</param>
    public string? Line(string runId, bool isStopped)
    {
        if (_tally.Total == 0) return null;
        var why = _reasons.Count == 0 ? "" : $" ({string.Join(", ", _reasons.Select(one => FormattableString.Invariant($"{one.Value} {one.Key}")))})";
        var where = _tally.Total > _tally[ResendStatus.Skipped] ? $" in run {runId}" : "; nothing was sent";
        return $"{_tally}{why}{where}.{Next(runId, isStopped)}";
    }

    private string Next(string runId, bool isStopped)
    {
        if (_tally[ResendStatus.Unknown] + _tally[ResendStatus.Failed] > 0)
            return $" Next: Get-OnsDlqResend -RunId {runId} -Status Unknown, Failed; find out what became of them, then Resolve-OnsDlqResend.";
        if (isStopped || _tally[ResendStatus.Rejected] > 0 || Has(ForAnotherRun))
            return " Next: remove the cause, and run the command again.";
        if (Has(ForPerson)) return $" Next: Get-OnsDlqMessage{Group} -Pending shows what needs a decision; -Verbose says why.";
        return _tally[ResendStatus.Accepted] > 0 ? $" Next: Get-OnsDlqMessage{Group} -MinRound 2 shows what has come back." : "";
    }

    // As a command can be typed, for one group; the names of groups have no spaces.
    private string Group => _groups.Count == 1 ? $" {Formatting.Printable.Of(_groups.Single())}" : "";

    private bool Has(string[] reasons) => Array.Exists(reasons, _reasons.ContainsKey);
}
