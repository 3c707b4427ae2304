namespace OnsDlq.Transport;

/// <summary>Decides whether an error proves that a call was not executed: the rule that all resends depend on.</summary>
internal static class Refusal
{
    /// <summary>
    /// Whether a failed call was certainly not executed: not one byte of it was written; or a readable 4xx answer came whose code is given only
    /// before execution; or the gateway marked a 4xx answer as throttling with x-acs-retry-after, and its code is not one that is given during
    /// execution.
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
