namespace OnsDlq.Transport;

/// <summary>What an error code proves about its call, where the HTTP status is 4xx. With any other status no code proves anything.</summary>
internal enum CodeProof
{
    /// <summary>
    /// Nothing by itself. Together with x-acs-retry-after, with which the gateway throttles a call: the call was not executed.
    /// </summary>
    None,

    /// <summary>The call was not executed: the code is given only before execution.</summary>
    NotExecuted,

    /// <summary>Nothing, even with x-acs-retry-after: it is given during execution, or because the same request came before.</summary>
    Never,
}
