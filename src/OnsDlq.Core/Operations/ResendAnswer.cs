using OnsDlq.Messages;

namespace OnsDlq.Operations;

/// <summary>A 200 answer to OnsDLQMessageResendById, read but not judged: an error code in it is that of an error member (Code) inside.</summary>
internal sealed record ResendAnswer : ResendFacts
{
    public ResendAnswer(string? requestId, string? errorCode, string? errorMessage, IReadOnlyList<string> listedMsgIds, int tries)
    {
        (RequestId, ErrorCode, ErrorMessage, Tries) = (requestId, errorCode, errorMessage, tries);
        ListedMsgIds = listedMsgIds;
    }

    /// <summary>Data.MsgId: by the page's note, the IDs that could not be resent.</summary>
    public IReadOnlyList<string> ListedMsgIds { get; }

    /// <summary>When the service answered, by its own clock, in whole seconds; null where it does not say.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>What the answer has that a plain success does not have, in words; null where there is nothing.</summary>
    public string? Oddity { get; init; }
}
