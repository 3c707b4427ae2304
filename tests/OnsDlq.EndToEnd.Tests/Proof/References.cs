namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>How messages are given to a resend.</summary>
public enum References
{
    /// <summary>As a listing of the session gives them.</summary>
    Listed,

    /// <summary>As rows of a CSV file, with everything that the listing told.</summary>
    Rows,

    /// <summary>By their bare IDs.</summary>
    Ids,
}
