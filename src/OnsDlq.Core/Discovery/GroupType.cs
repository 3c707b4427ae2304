namespace OnsDlq.Discovery;

/// <summary>The protocol of a consumer group's clients: a group has one of the two (ons-api facts 1.13).</summary>
internal enum GroupType
{
    /// <summary>The TCP protocol of the SDKs.</summary>
    Tcp,

    /// <summary>HTTP.</summary>
    Http,
}
