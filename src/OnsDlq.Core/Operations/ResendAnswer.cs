using OnsDlq.Messages;

namespace OnsDlq.Operations;

/// <summary>
/// A 200 answer to OnsDLQMessageResendById, read but not judged. Its error code is that of the error member (Code) in the body.
/// </summary>
internal sealed record ResendAnswer : ResendFacts
{
    public ResendAnswer(string? requestId, string? errorCode, string? errorMessage, IReadOnlyList<string> listedMsgIds, int tries)
    {
        (RequestId, ErrorCode, ErrorMessage, Tries) = (requestId, errorCode, errorMessage, tries);
        ListedMsgIds = listedMsgIds;
    }

    /// <summary>Data.MsgId: by the note in the documentation, the IDs that could not be resent.</summary>
    public IReadOnlyList<string> ListedMsgIds { get; }

    /// <summary>When the service answered, by its own clock, in whole seconds; null where it does not say.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Describes what the answer has that a plain success does not have; null where there is nothing.</summary>
    public string? Oddity { get; init; }
}
