namespace OnsDlq.Transport;

/// <summary>How far a request got, by which a resend is rejected or unknown.</summary>
public enum RequestReach
{
    /// <summary>Proof: not one byte of the request was handed to the connection.</summary>
    NotWritten,

    /// <summary>At least one byte was written; no readable answer came.</summary>
    Written,

    /// <summary>An answer came, and it was the service's own.</summary>
    Answered,
}
