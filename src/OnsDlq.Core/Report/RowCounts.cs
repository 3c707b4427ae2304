using OnsDlq.Messages;

namespace OnsDlq.Report;

/// <summary>Counts rows by what they are: dead letters, resends by status, evidence by verdict.</summary>
internal sealed class RowCounts
{
    private readonly long[] _kinds = new long[Enum.GetValues<RowKind>().Length];
    private readonly long[] _statuses = new long[Statuses.Count];
    private readonly long[] _verdicts = new long[Verdicts.Count];

    /// <summary>The statuses of resends, in the order in which a report shows them.</summary>
    public static IReadOnlyList<string> Statuses { get; } =
    [
        StatusName.Accepted, StatusName.Failed, StatusName.Unknown, StatusName.Rejected, StatusName.InFlight, StatusName.Skipped, StatusName.WouldSend,
    ];

    /// <summary>The verdicts on resends, in the order in which a report shows them.</summary>
    public static IReadOnlyList<string> Verdicts { get; } =
        [VerdictName.Consumed, VerdictName.ConsumeFailed, VerdictName.Returned, VerdictName.NotYetKnown];

    /// <summary>How many rows there are.</summary>
    public long Total { get; private set; }

    /// <summary>How many of them are results and attempts.</summary>
    public long Resends => this[RowKind.Result] + this[RowKind.Attempt];

    /// <summary>How many have a verdict.</summary>
    public long Judged => _verdicts.Sum();

    /// <summary>How many rows are of a kind.</summary>
    public long this[RowKind kind] => _kinds[(int)kind];

    /// <summary>Counts a row.</summary>
    public void Add(ReportRow row)
    {
        Total++;
        _kinds[(int)row.Kind]++;
        // The last resend of a dead letter is not one of the report; that of evidence comes as a result or an attempt, if at all.
        if (row.Kind == RowKind.DeadLetter) return;
        if (row.Kind != RowKind.Evidence && IndexOf(Statuses, row.Status) is >= 0 and var status) _statuses[status]++;
        if (IndexOf(Verdicts, row.Verdict) is >= 0 and var verdict) _verdicts[verdict]++;
    }

    /// <summary>How many results and attempts have a status.</summary>
    public long OfStatus(string status) => _statuses[IndexOf(Statuses, status)];

    /// <summary>How many rows have a verdict.</summary>
    public long OfVerdict(string verdict) => _verdicts[IndexOf(Verdicts, verdict)];

    private static int IndexOf(IReadOnlyList<string> names, string? name)
    {
        for (var index = 0; index < names.Count; index++)
            if (names[index] == name) return index;
        return -1;
    }
}
