namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>How messages are given to a resend.</summary>
public enum References
{
    /// <summary>As a listing of the session gives them.</summary>
    Listed,

    /// <summary>As rows of a CSV file, with all properties from the listing.</summary>
    Rows,

    /// <summary>Only by their IDs.</summary>
    Ids,
}
