using OnsDlq.Errors;
using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>How an attempt ended, in one voice. Outcomes are appended, never overwritten.</summary>
internal sealed record AttemptOutcome
{
    /// <summary>What another process says of a claim whose holder is dead or fenced off.</summary>
    /// <param name="at">The latest moment at which the request can have been executed, on the service's clock.</param>
    public static AttemptOutcome Abandoned(DateTimeOffset at) => new()
    {
        Status = ResendStatus.Unknown,
        Source = OutcomeSource.Abandoned,
        At = at,
        ErrorMessage = "The process that sent the message ended without saying what became of it.",
    };

    /// <summary>Accepted, Failed, Rejected or Unknown.</summary>
    public required ResendStatus Status { get; init; }

    /// <summary>Whose word it is.</summary>
    public required OutcomeSource Source { get; init; }

    /// <summary>When the attempt ended, on the service's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The service's request ID.</summary>
    public string? RequestId { get; init; }

    /// <summary>The service's error code.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What went wrong, in words; without the user of a URI, though an earlier build recorded one.</summary>
    public string? ErrorMessage
    {
        get;
        init => field = value is null ? null : UserInfo.Strip(value);
    }

    /// <summary>The IDs the service listed as not resent.</summary>
    public IReadOnlyList<string> FailedMsgId { get; init; } = [];

    /// <summary>How many HTTP requests were made.</summary>
    public int Tries { get; init; }

    /// <summary>Who settled it, where a person did.</summary>
    public string? By { get; init; }

    /// <summary>Why a person settled it so.</summary>
    public string? Reason { get; init; }
}
