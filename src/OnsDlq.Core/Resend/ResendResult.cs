using OnsDlq.Holders;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>What became of one message in a resend run.</summary>
public sealed class ResendResult : ResendReport
{
    private readonly MessageLabel? _label;

    internal ResendResult(MessageReference message, ResendStatus status, ResendFacts? facts = null) : base(facts)
    {
        MsgId = message.MsgId;
        GroupId = message.GroupId;
        InstanceId = message.InstanceId;
        RegionId = message.RegionId;
        StoreTimestamp = message.StoreTimestamp;
        State = status;
        _label = message.Label;
    }

    /// <summary>The message ID.</summary>
    public string MsgId { get; }

    /// <summary>The consumer group the message was resent to.</summary>
    public string GroupId { get; }

    /// <summary>The instance of the group; null where it is not known.</summary>
    public string? InstanceId { get; }

    /// <summary>The region that was called.</summary>
    public string RegionId { get; }

    /// <summary>When the entry was stored, in ms since 1970-01-01 UTC; null where only an ID was given.</summary>
    public long? StoreTimestamp { get; }

    /// <summary>The topic that the message was published to; null where it is not known.</summary>
    public string? Topic => _label?.Topic;

    /// <summary>The message's tag; null where it has none, or it is not known.</summary>
    public string? Tag => _label?.Tag;

    /// <summary>The message's keys; empty where it has none, or they are not known.</summary>
    public TextList Key => _label?.Key ?? TextList.Empty;

    /// <summary>The outcome: one of <see cref="StatusName"/>.</summary>
    public string Status => State.ToString();

    /// <summary>Why the message was not sent: one of <see cref="ReasonName"/>; null unless it was skipped.</summary>
    public string? Reason => SkipReason?.ToString();

    /// <summary>The round that the attempt closes; null where there is no journal to count from.</summary>
    public int? Round { get; internal init; }

    /// <summary>The ID of the attempt in the journal; null where there is none.</summary>
    public string? AttemptId { get; internal init; }

    /// <summary>The ID of the run; null in a plan, which is no run. A run that sent nothing has no row in the journal.</summary>
    public string? RunId { get; internal set; }

    /// <summary>Of a row of a plan: when the plan was made, in local time; null for the result of a run.</summary>
    public DateTimeOffset? PlannedAt { get; internal set; }

    /// <summary>When the first try began, in local time; null where nothing was sent.</summary>
    public DateTimeOffset? StartTime { get; internal init; }

    /// <summary>The time from the start of the first try to the outcome, in ms; null where nothing was sent.</summary>
    public long? DurationMs { get; internal init; }

    /// <summary>Of a message that was not sent: when it was last claimed for a resend, in local time; null where it never was.</summary>
    public DateTimeOffset? LastResendTime { get; internal init; }

    /// <summary>Of a message that was not sent: who last resent it, as user@machine; null where nobody did.</summary>
    public string? LastResendBy { get; internal init; }

    /// <summary>Of a message that was not sent: the run that last resent it; null where none did.</summary>
    public string? LastRunId { get; internal init; }

    /// <summary>Of a message that was not sent: the ID of its last attempt in the journal; null where there is none.</summary>
    public string? LastAttemptId { get; internal init; }

    /// <summary>Of a message that was skipped: who blocked it, as user@machine; null where nobody did.</summary>
    public string? BlockedBy { get; internal init; }

    /// <summary>Of a message that was skipped: why it is blocked; null where it is not.</summary>
    public string? BlockReason { get; internal init; }

    /// <summary>Of a message that was skipped: since when it is blocked, in local time; null where it is not.</summary>
    public DateTimeOffset? BlockedSince { get; internal init; }

    /// <summary>Of a message that was skipped: when its block ends by itself, in local time; null where it does not.</summary>
    public DateTimeOffset? BlockedUntil { get; internal init; }

    /// <summary>The message IDs that the service listed as not resent (Data.MsgId of the answer).</summary>
    public TextList FailedMsgId => Facts.FailedMsgId;

    /// <summary>The message, its group, what became of it, and why; for a log or a message to people.</summary>
    public override string ToString()
    {
        var why = Reason ?? ErrorCode;
        return SafeText.Of($"{MsgId} of {GroupId}: {Status}{(string.IsNullOrEmpty(why) ? "" : ", ")}{why}");
    }

    internal ResendStatus State { get; }

    internal SkipReason? SkipReason { get; init; }

    /// <summary>Of a message that a plan would send: when the service listed its entry, in this session; null where it did not.</summary>
    internal Moment? ListedAt { get; init; }

    /// <summary>The service's name in the journal, where <see cref="ListedAt"/> is known; otherwise null.</summary>
    internal string? Realm { get; init; }

    /// <summary>The process that holds a live claim on the message; null where none does.</summary>
    internal ClaimHolder? ClaimHolder { get; init; }
}
