namespace OnsDlq.Transport;

/// <summary>What may be logged of one try: an allow-list, so no key, token, signature or string-to-sign can be in it.</summary>
/// <param name="Action">The operation.</param>
/// <param name="Host">The host that was called.</param>
/// <param name="Try">Which try of the call, from 1.</param>
/// <param name="StatusCode">The HTTP status; null where no answer came.</param>
/// <param name="Code">The answer's error code; null where it had none.</param>
/// <param name="RequestId">The answer's request ID; null where it had none.</param>
/// <param name="Duration">The time from the first byte sent to the last received.</param>
/// <param name="RetryIn">How long until the next try; null where this was the last.</param>
internal sealed record CallRecord(
    string Action, string Host, int Try, int? StatusCode, string? Code, string? RequestId, TimeSpan Duration, TimeSpan? RetryIn)
{
    /// <summary>Whether the service refused the try as one too many.</summary>
    public bool IsThrottled { get; init; }
}
