namespace OnsDlq.Transport;

/// <summary>
/// What an error code proves of the call that was answered with it, where the HTTP status is 4xx. With any other status none proves
/// anything.
/// </summary>
internal enum CodeProof
{
    /// <summary>Nothing by itself. Beside x-acs-retry-after, by which the gateway refuses a call as one too many, the call was not executed.</summary>
    None,

    /// <summary>The call was not executed: the code is given only before anything is.</summary>
    NotExecuted,

    /// <summary>Nothing, whatever stands beside it: given in the middle of the work, or because a copy of the request came before.</summary>
    Never,
}
