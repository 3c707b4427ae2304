namespace OnsDlq.Discovery;

/// <summary>What the clients of a consumer group speak: a group serves one of the two (ons-api facts 1.13).</summary>
public enum GroupType
{
    /// <summary>The TCP protocol of the SDKs.</summary>
    Tcp,

    /// <summary>HTTP.</summary>
    Http,
}
