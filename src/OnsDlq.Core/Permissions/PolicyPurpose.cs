namespace OnsDlq.Permissions;

/// <summary>What a user wants to do; each purpose is a switch of Get-OnsDlqPolicy, except for the first, which all others need.</summary>
internal enum PolicyPurpose
{
    /// <summary>To list dead letters and to look them up.</summary>
    Listing,

    /// <summary>To resend dead letters.</summary>
    Resend,

    /// <summary>To read message bodies.</summary>
    Body,

    /// <summary>To read traces, which show what a resend did.</summary>
    Evidence,

    /// <summary>To see how the consumers are.</summary>
    Health,
}
