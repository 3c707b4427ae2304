namespace OnsDlq.Transport;

/// <summary>How far a request got: the ground on which a resend is called rejected or unknown.</summary>
public enum RequestReach
{
    /// <summary>Proof: not one byte of the request was handed to the connection.</summary>
    NotWritten,

    /// <summary>At least one byte was written; no readable answer came.</summary>
    Written,

    /// <summary>An answer came and was read as the service's own.</summary>
    Answered,
}
