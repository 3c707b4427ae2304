namespace OnsDlq.Messages;

/// <summary>The status of one message in a resend run.</summary>
internal enum ResendStatus
{
    /// <summary>The service accepted the resend and listed no failed message.</summary>
    Accepted,

    /// <summary>The service answered that exactly this message could not be resent.</summary>
    Failed,

    /// <summary>There is proof that the resend was not executed.</summary>
    Rejected,

    /// <summary>It is not known whether the resend was executed.</summary>
    Unknown,

    /// <summary>It was not sent; the reason says why.</summary>
    Skipped,

    /// <summary>In a plan: it would be sent. Nothing was sent.</summary>
    WouldSend,
}
