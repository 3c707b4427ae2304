namespace OnsDlq.Operations;

/// <summary>A 200 answer to OnsDLQMessageResendById, read but not judged.</summary>
/// <param name="RequestId">The request ID, from body or header; null where the answer has none.</param>
/// <param name="ErrorCode">The value of an error member (Code) inside the answer; null where it has none.</param>
/// <param name="ErrorMessage">The text beside it.</param>
/// <param name="ListedMsgIds">Data.MsgId: by the page's note, the IDs that could not be resent.</param>
/// <param name="Tries">How many HTTP requests were made in all.</param>
internal sealed record ResendAnswer(
    string? RequestId, string? ErrorCode, string? ErrorMessage, IReadOnlyList<string> ListedMsgIds, int Tries)
{
    /// <summary>When the service answered, by its own clock, in whole seconds; null where it does not say.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>What the answer has that a plain success does not have, in words; null where there is nothing.</summary>
    public string? Oddity { get; init; }
}
