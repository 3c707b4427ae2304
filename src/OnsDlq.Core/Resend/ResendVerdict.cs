using OnsDlq.Errors;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>What an answer, or its absence, says about one resend.</summary>
/// <param name="Status">The outcome by the rules of proof.</param>
internal sealed record ResendVerdict(ResendStatus Status)
{
    /// <summary>The service's request ID; null where no answer carried one.</summary>
    public string? RequestId { get; init; }

    /// <summary>The message IDs the answer lists as not resent.</summary>
    public string[] FailedMsgId { get; init; } = [];

    /// <summary>The service's error code; null where it gave none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What went wrong, in words; null where nothing did.</summary>
    public string? ErrorMessage
    {
        get;
        init => field = value is null ? null : UserInfo.Strip(value);
    }

    /// <summary>When the service answered, by its own clock; null where no answer says so.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>How many HTTP requests were made.</summary>
    public int Tries { get; init; }
}
