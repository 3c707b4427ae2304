using OnsDlq.Messages;

namespace OnsDlq.Report;

/// <summary>Decides why a message needs a person.</summary>
internal static class ConcernRule
{
    /// <summary>What is deleted within this time is soon deleted.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromHours(24);

    // What was skipped for one of these reasons needs no further resend.
    private static readonly string[] Settled =
        [ReasonName.AlreadyResent, ReasonName.Blocked, ReasonName.DuplicateInput, ReasonName.InFlight, ReasonName.NotPlanned];

    /// <summary>The reasons for which a row needs a person; none for most.</summary>
    /// <param name="row">The row.</param>
    /// <param name="now">The present time.</param>
    public static IEnumerable<Concern> Of(ReportRow row, DateTimeOffset now)
    {
        if (row.IsBlocked) yield break;
        if (Kind(row) is { } concern) yield return concern;
        if (IsOpen(row) && row.ExpiresAt is { } end && end > now && end - now <= Soon) yield return Concern.Expiring;
    }

    /// <summary>Whether evidence shows that the resend was executed.</summary>
    public static bool IsProven(ReportRow row) => row.Verdict is VerdictName.Consumed or VerdictName.ConsumeFailed or VerdictName.Returned;

    /// <summary>Whether a message still needs a resend or a decision.</summary>
    public static bool IsOpen(ReportRow row) =>
        !row.IsBlocked && row.Verdict is not (VerdictName.Consumed or VerdictName.ConsumeFailed) && row.Kind switch
        {
            RowKind.DeadLetter => row.HasComeBack || row.Status is not StatusName.Accepted,
            RowKind.Result => row.Status is not StatusName.Accepted && !Settled.Contains(row.SkipReason),
            _ => false,
        };

    private static Concern? Kind(ReportRow row)
    {
        // The verdict on the last resend is that of every entry of the message; the one that came back is listed.
        var hasReturned = row.Kind == RowKind.DeadLetter ? row.HasComeBack : row.Verdict is VerdictName.Returned;
        if (hasReturned || row.SkipReason is ReasonName.MaxRounds) return Concern.Returned;
        if (IsProven(row)) return null;
        return (row.SkipReason, row.Status) switch
        {
            (ReasonName.OutcomeUnknown, _) or (null, StatusName.Unknown) => Concern.Unknown,
            (ReasonName.ReportedFailed, _) or (null, StatusName.Failed) => Concern.Failed,
            (ReasonName.RoundUnclear or ReasonName.JournalGap, _) => Concern.Unclear,
            _ => null,
        };
    }
}
