using OnsDlq.Evidence;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;

namespace OnsDlq.Report;

/// <summary>Makes the rows of a report of the objects that users have.</summary>
internal static class ReportRows
{
    public static ReportRow Of(DeadLetter message) => new()
    {
        Kind = RowKind.DeadLetter,
        MsgId = message.MsgId,
        GroupId = message.GroupId,
        InstanceId = message.InstanceId,
        RegionId = message.RegionId,
        Topic = message.Topic,
        Tag = message.Tag,
        Key = message.Key.ToString(),
        Status = message.ResendState,
        Verdict = message.Verdict,
        Words = message.BlockReason,
        Round = message.Round,
        Time = message.StoreTime,
        ExpiresAt = message.ExpiresAt,
        HasComeBack = message.Round > 1 && !(message.LastResendTime >= message.StoreTime),
        IsBlocked = message.BlockedBy is not null,
    };

    public static ReportRow Of(ResendResult result) => new()
    {
        Kind = RowKind.Result,
        MsgId = result.MsgId,
        GroupId = result.GroupId,
        InstanceId = result.InstanceId,
        RegionId = result.RegionId,
        Topic = result.Topic,
        Tag = result.Tag,
        Key = result.Key.ToString(),
        Status = result.Status,
        SkipReason = result.Reason,
        ErrorCode = result.ErrorCode,
        Words = result.ErrorMessage ?? result.BlockReason,
        Round = result.Round,
        Time = result.StartTime,
        ExpiresAt = ExpiryOf(result.StoreTimestamp),
    };

    public static ReportRow Of(ResendAttempt attempt) => new()
    {
        Kind = RowKind.Attempt,
        MsgId = attempt.MsgId,
        GroupId = attempt.GroupId,
        InstanceId = attempt.InstanceId,
        RegionId = attempt.RegionId,
        Topic = attempt.Topic,
        Status = attempt.Status,
        Verdict = attempt.Verdict,
        VerdictReason = attempt.VerdictReason,
        ErrorCode = attempt.ErrorCode,
        Words = attempt.ErrorMessage ?? attempt.Reason,
        Round = attempt.Round,
        Time = attempt.StartTime,
    };

    public static ReportRow Of(ResendEvidence evidence) => new()
    {
        Kind = RowKind.Evidence,
        RunId = evidence.RunId,
        MsgId = evidence.MsgId,
        GroupId = evidence.GroupId,
        InstanceId = evidence.InstanceId,
        RegionId = evidence.RegionId,
        Topic = evidence.Topic,
        Status = evidence.Status,
        Verdict = evidence.Verdict,
        VerdictReason = evidence.Reason,
        Round = evidence.Round,
        Time = evidence.EventTime,
    };

    /// <summary>When an entry is deleted that was stored at some time, in ms since 1970-01-01 UTC; null where that is not known.</summary>
    public static DateTimeOffset? ExpiryOf(long? storeTimestamp) =>
        storeTimestamp is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) + DeadLetter.Retention : null;
}
