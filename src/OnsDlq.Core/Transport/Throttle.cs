using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>Tells "slow down" from any other error. The HTTP status alone does not: 400 means both "slow down" and "never".</summary>
internal static class Throttle
{
    private const int TooManyRequests = 429;

    /// <summary>
    /// Whether an error asks to call less often: by its code, by status 429, by x-acs-retry-after, which the official client takes for
    /// throttling whatever the code (darabonba-openapi, 2026-07), or as a service that is unavailable for the moment (503).
    /// </summary>
    /// <param name="code">The answer's code; null where it is not the service's own.</param>
    /// <param name="status">The HTTP status; null where no answer came.</param>
    /// <param name="retryAfter">The header x-acs-retry-after; null where there is none above 0.</param>
    public static bool Is(string? code, int? status, TimeSpan? retryAfter) =>
        IsMarked(status, retryAfter)
        || ServiceCodes.Find(code)?.Id == ErrorId.Throttled
        || (status == 503 && code == GatewayCodes.ServiceUnavailable);

    /// <summary>Which error an answer stands for: that of its code, unless the answer is marked as throttling otherwise.</summary>
    public static ErrorId IdOf(string code, int status, TimeSpan? retryAfter) =>
        IsMarked(status, retryAfter) ? ErrorId.Throttled : ServiceCodes.IdOf(code);

    private static bool IsMarked(int? status, TimeSpan? retryAfter) => status == TooManyRequests || retryAfter is not null;
}
