using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>Whether a failed try may be followed by another.</summary>
internal static class RetryRule
{
    /// <summary>The most tries of one call.</summary>
    public const int MostTries = 4;

    /// <summary>The most tries of a call whose tries are all throttled: the quota's window is 60 s (ons-api facts 1.16).</summary>
    public const int MostTriesThrottled = 8;

    /// <summary>Whether to make another try.</summary>
    /// <param name="kind">What the call does.</param>
    /// <param name="error">How the try failed.</param>
    /// <param name="tries">How many tries were made, this one included.</param>
    public static bool TryAgain(CallKind kind, ServiceException error, int tries) =>
        tries < (error.IsThrottling ? MostTriesThrottled : MostTries)
        && (kind == CallKind.Query ? IsPassing(error) : IsProvenUnexecuted(error));

    /// <summary>Whether a resend was certainly not executed and is worth repeating: it was throttled, or no connection was made.</summary>
    public static bool IsProvenUnexecuted(ServiceException error) => error switch
    {
        { Id: ErrorId.ServiceUnreachable, Reach: RequestReach.NotWritten } => true,
        { Reach: RequestReach.Answered, IsThrottling: true } => Refusal.Proves(error),
        _ => false,
    };

    /// <summary>Whether a query failed with a transient error.</summary>
    public static bool IsPassing(ServiceException error) => error switch
    {
        { Id: ErrorId.CallAborted } => false,
        { Id: ErrorId.ServiceUnreachable or ErrorId.ConnectionLost or ErrorId.TimedOut } => true,
        { Id: ErrorId.NonceReplayed } or { IsThrottling: true } => true,
        { StatusCode: >= 500 } => true,
        _ => false,
    };
}
