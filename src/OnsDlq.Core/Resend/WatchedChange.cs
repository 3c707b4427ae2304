namespace OnsDlq.Resend;

/// <summary>What a look at a group's consumers shows that the look before did not.</summary>
internal enum WatchedChange
{
    /// <summary>Nothing, or nothing that matters.</summary>
    None,

    /// <summary>The group is offline, and was not seen online before.</summary>
    OfflineAtStart,

    /// <summary>The group was online, and is offline.</summary>
    WentOffline,

    /// <summary>The group is online again.</summary>
    CameBack,
}
