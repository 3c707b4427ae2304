using OnsDlq.Errors;

namespace OnsDlq.Resend;

/// <summary>What became of one message in a resend run.</summary>
public sealed class ResendResult
{
    internal ResendResult(MessageReference message, ResendStatus status)
    {
        MsgId = message.MsgId;
        GroupId = message.GroupId;
        InstanceId = message.InstanceId;
        RegionId = message.RegionId;
        StoreTimestamp = message.StoreTimestamp;
        Status = status;
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

    /// <summary>The outcome.</summary>
    public ResendStatus Status { get; }

    /// <summary>The service's request ID; null where no answer carried one.</summary>
    public string? RequestId { get; internal init; }

    /// <summary>The message IDs the service listed as not resent (Data.MsgId of the answer).</summary>
    public string[] FailedMsgId { get; internal init; } = [];

    /// <summary>Why the message was not sent; null unless it was skipped.</summary>
    public SkipReason? Reason { get; internal init; }

    /// <summary>The service's error code; null where it gave none.</summary>
    public string? ErrorCode { get; internal init; }

    /// <summary>What went wrong, in words; null where nothing did.</summary>
    public string? ErrorMessage
    {
        get;
        internal init => field = value is null ? null : UserInfo.Strip(value);
    }

    /// <summary>The round the attempt closes; null where no journal keeps count.</summary>
    public int? Round { get; internal init; }

    /// <summary>How many HTTP requests were made for the message.</summary>
    public int Tries { get; internal init; }

    /// <summary>The attempt's row in the journal; null where there is none.</summary>
    public string? AttemptId { get; internal init; }

    /// <summary>The run in the journal; null where there is none.</summary>
    public string? RunId { get; internal init; }

    /// <summary>When the first try began, in local time; null where nothing was sent.</summary>
    public DateTimeOffset? StartTime { get; internal init; }

    /// <summary>From the first try's beginning to the outcome.</summary>
    public TimeSpan Duration { get; internal init; }
}
