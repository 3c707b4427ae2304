namespace OnsDlq.Transport;

/// <summary>A whole HTTP answer, not interpreted yet.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="ContentType">The media type without parameters; null where none was given.</param>
/// <param name="ContentEncoding">The header Content-Encoding; null where the body is not encoded.</param>
/// <param name="RequestId">The header x-acs-request-id; null where there is none.</param>
/// <param name="RetryAfter">The header x-acs-retry-after, which is in ms; null where there is none above 0.</param>
/// <param name="Date">The header Date, in whole seconds; null where there is none.</param>
/// <param name="Body">The body, up to the limit on its size.</param>
/// <param name="TooLarge">Whether the body was longer than the limit.</param>
internal sealed record HttpAnswer(
    int StatusCode,
    string? ContentType,
    string? ContentEncoding,
    string? RequestId,
    TimeSpan? RetryAfter,
    DateTimeOffset? Date,
    ReadOnlyMemory<byte> Body,
    bool TooLarge);
