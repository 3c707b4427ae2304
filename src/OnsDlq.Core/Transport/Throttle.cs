using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>Recognizes throttling. The HTTP status alone is not enough: 400 means both "slow down" and "never".</summary>
internal static class Throttle
{
    private const int TooManyRequests = 429;

    /// <summary>
    /// Whether an error is a throttling: by its code, by status 429, by x-acs-retry-after (which the official client treats as throttling with
    /// any code: darabonba-openapi, 2026-07), or as a service that is temporarily unavailable (503).
    /// </summary>
    /// <param name="code">The answer's code; null where it is not the service's own.</param>
    /// <param name="status">The HTTP status; null where no answer came.</param>
    /// <param name="retryAfter">The header x-acs-retry-after; null where there is none above 0.</param>
    public static bool Is(string? code, int? status, TimeSpan? retryAfter) =>
        IsMarked(status, retryAfter)
        || ServiceCodes.Find(code)?.Id == ErrorId.Throttled
        || (status == 503 && code == GatewayCodes.ServiceUnavailable);

    /// <summary>The error ID of an answer: that of its code, unless something else marks the answer as throttling.</summary>
    public static ErrorId IdOf(string code, int status, TimeSpan? retryAfter) =>
        IsMarked(status, retryAfter) ? ErrorId.Throttled : ServiceCodes.IdOf(code);

    private static bool IsMarked(int? status, TimeSpan? retryAfter) => status == TooManyRequests || retryAfter is not null;
}
