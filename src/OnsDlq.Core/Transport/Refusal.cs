namespace OnsDlq.Transport;

/// <summary>Tells proof that a call was not executed from everything that is none: the rule that resends rest on.</summary>
internal static class Refusal
{
    /// <summary>
    /// Whether a failed call was certainly not executed: not one byte of it was written, or a readable 4xx answer came whose code is given
    /// before execution only, or that the gateway marked as throttling by x-acs-retry-after, whatever its code, but for those codes that
    /// come from the middle of the work.
    /// </summary>
    public static bool Proves(ServiceException error) => error.Reach switch
    {
        RequestReach.NotWritten => true,
        RequestReach.Answered => error.StatusCode is >= 400 and < 500 && Proves(error.Code, error.RetryAfter),
        _ => false,
    };

    private static bool Proves(string? code, TimeSpan? retryAfter) => (ServiceCodes.Find(code)?.Proof ?? CodeProof.None) switch
    {
        CodeProof.NotExecuted => true,
        CodeProof.None => retryAfter is not null && !string.IsNullOrEmpty(code),
        _ => false,
    };
}
