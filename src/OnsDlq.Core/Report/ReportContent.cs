using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Report;

/// <summary>
/// Everything that a report shows. Its input is counted as it comes, and only what is listed is kept, so the memory does not grow with the
/// number of rows.
/// </summary>
/// <param name="now">The time from which it is counted what soon expires.</param>
internal sealed class ReportContent(DateTimeOffset now)
{
    private readonly DateTimeOffset _now = now;
    private readonly SortedDictionary<string, long> _skipped = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _undecided = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _states = new(StringComparer.Ordinal);
    private readonly List<ResendRun> _runs = [];
    private readonly HashSet<string> _runIds = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>When the report is made, after all of its input has come.</summary>
    public DateTimeOffset MadeAt { get; set; } = now;

    /// <summary>The counts of all rows.</summary>
    public RowCounts All { get; } = new();

    /// <summary>The runs that it is on, or whose attempts its evidence is on; empty where it is on other objects.</summary>
    public IReadOnlyList<ResendRun> Runs => _runs;

    /// <summary>The runs of whose attempts there is evidence, up to a limit.</summary>
    public IReadOnlyCollection<string> RunIds => _runIds;

    public LabelCounts ByGroup { get; } = new(["Consumer group", "Instance", "Region"], row => (row.GroupId, row.InstanceId, row.RegionId));

    public LabelCounts ByTopic { get; } = new(["Topic", "Tag"], row => (row.Topic ?? Unknown(row), row.Tag ?? Unknown(row), null));

    /// <summary>Whether a topic or a tag is known of any row.</summary>
    public bool HasTopics { get; private set; }

    public LabelCounts ByError { get; } = new(["Error code"], row => (row.ErrorCode, null, null));

    public RoundCounts ByRound { get; } = new();

    /// <summary>When the dead letters were stored.</summary>
    public TimeLine Stored { get; } = new(1);

    /// <summary>When messages were sent, a series for each status.</summary>
    public TimeLine Sent { get; } = new(RowCounts.Statuses.Count);

    /// <summary>How many dead letters and results had been deleted by the service already, without being settled.</summary>
    public long Expired { get; private set; }

    /// <summary>How many results were skipped, by reason.</summary>
    public IReadOnlyDictionary<string, long> Skipped => _skipped;

    /// <summary>How many resends have no verdict yet, by reason.</summary>
    public IReadOnlyDictionary<string, long> Undecided => _undecided;

    /// <summary>How many dead letters there are by the state of their last resend; those without one have an empty name.</summary>
    public IReadOnlyDictionary<string, long> States => _states;

    /// <summary>What needs a person, for every concern.</summary>
    public IReadOnlyDictionary<Concern, ConcernList> Concerns { get; } = Enum.GetValues<Concern>().ToDictionary(
        concern => concern, concern => new ConcernList(concern == Concern.Expiring ? row => row.ExpiresAt!.Value.UtcTicks : null));

    /// <summary>Adds a run. Its attempts, where they are wanted, are added as rows.</summary>
    public void Add(ResendRun run) => _runs.Add(run);

    /// <summary>Adds a row.</summary>
    public void Add(ReportRow row)
    {
        All.Add(row);
        ByGroup.Add(row);
        ByTopic.Add(row);
        ByRound.Add(row);
        if (row.RunId is { } runId && _runIds.Count < RunSection.MostRows) _runIds.Add(runId);
        HasTopics |= row.Topic is not null || row.Tag is not null;
        if (row.ErrorCode is not null) ByError.Add(row);
        if (row.SkipReason is { } reason) Count(_skipped, reason);
        if (row is { VerdictReason: { } unknown, Kind: not RowKind.DeadLetter }) Count(_undecided, unknown);
        if (row.Kind == RowKind.DeadLetter) Count(_states, StateOf(row));
        if (row.Kind == RowKind.DeadLetter && row.Time is { } stored) Stored.Add(stored, 0);
        if (row.Kind is RowKind.Result or RowKind.Attempt && row.Time is { } sent && SeriesOf(row) is >= 0 and var series) Sent.Add(sent, series);
        Judge(row);
    }

    private void Judge(ReportRow row)
    {
        if (ConcernRule.IsOpen(row) && row.ExpiresAt <= _now) Expired++;
        if (row.Kind == RowKind.Evidence)
        {
            // It is the later word on a result that came before it and is listed.
            Concerns[Concern.Unknown].Settle(row);
            Concerns[Concern.Failed].Settle(row);
        }

        foreach (var concern in ConcernRule.Of(row, _now)) Concerns[concern].Add(row);
    }

    // A message may have no tag; but the journal keeps none, so of an attempt that is not known.
    private static string? Unknown(ReportRow row) => row.Kind is RowKind.Attempt or RowKind.Evidence ? "(not known)" : null;

    private static string StateOf(ReportRow row) => row switch
    {
        { IsBlocked: true } => ReasonName.Blocked,
        { HasComeBack: true } => VerdictName.Returned,
        { Verdict: VerdictName.Consumed or VerdictName.ConsumeFailed } => row.Verdict,
        _ => row.Status ?? "",
    };

    private static int SeriesOf(ReportRow row)
    {
        for (var index = 0; index < RowCounts.Statuses.Count; index++)
            if (RowCounts.Statuses[index] == row.Status) return index;
        return -1;
    }

    private static void Count(SortedDictionary<string, long> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
}
