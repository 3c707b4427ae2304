namespace OnsDlq.Transport;

/// <summary>A whole HTTP answer, not yet understood.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="ContentType">The media type without parameters; null where none was given.</param>
/// <param name="ContentEncoding">The encoding of the body (Content-Encoding); null where it is as it stands.</param>
/// <param name="RequestId">The header x-acs-request-id; null where there is none.</param>
/// <param name="RetryAfter">The header x-acs-retry-after, which is in ms; null where there is none above 0.</param>
/// <param name="Date">The header Date, in whole seconds; null where there is none.</param>
/// <param name="Body">The body, or as much of it as is read at most.</param>
/// <param name="TooLarge">Whether the body went on beyond what is read at most.</param>
internal sealed record HttpAnswer(
    int StatusCode,
    string? ContentType,
    string? ContentEncoding,
    string? RequestId,
    TimeSpan? RetryAfter,
    DateTimeOffset? Date,
    ReadOnlyMemory<byte> Body,
    bool TooLarge);
