namespace OnsDlq.Transport;

/// <summary>Whether a failed try may be followed by another.</summary>
internal static class RetryRule
{
    /// <summary>The most tries of one call.</summary>
    public const int MostTries = 4;

    /// <summary>The most tries of one call that is only ever throttled: a quota's window lasts 60 s (ons-api facts 1.16).</summary>
    public const int MostTriesThrottled = 8;

    /// <summary>Whether to try again.</summary>
    /// <param name="kind">What the call does.</param>
    /// <param name="error">How the try failed.</param>
    /// <param name="tries">How many tries were made, this one included.</param>
    public static bool TryAgain(CallKind kind, ServiceException error, int tries) =>
        tries < (error.Fault == ServiceFault.Throttled ? MostTriesThrottled : MostTries)
        && (kind == CallKind.Query ? IsPassing(error) : IsProvenUnexecuted(error));

    /// <summary>
    /// Whether a resend was certainly not executed and is worth repeating: refused by throttling with a 4xx status, or not connected.
    /// </summary>
    public static bool IsProvenUnexecuted(ServiceException error) => error switch
    {
        { Fault: ServiceFault.Unreachable, Reach: RequestReach.NotWritten } => true,
        { Fault: ServiceFault.Throttled, Reach: RequestReach.Answered, StatusCode: >= 400 and < 500 } => true,
        _ => false,
    };

    /// <summary>Whether the trouble of a query is of the kind that passes.</summary>
    public static bool IsPassing(ServiceException error) => error switch
    {
        { Fault: ServiceFault.Aborted } => false,
        { Fault: ServiceFault.Unreachable or ServiceFault.ConnectionLost or ServiceFault.TimedOut } => true,
        { Fault: ServiceFault.Throttled or ServiceFault.NonceReplayed } => true,
        { StatusCode: >= 500 } => true,
        { Code: "ONS_SYSTEM_FLOW_CONTROL" } => true, // the Terraform provider repeats it with Throttling.User (ons-api facts 2.1)
        _ => false,
    };
}
