namespace OnsDlq.Messages;

/// <summary>How one message fared in a resend run.</summary>
public enum ResendStatus
{
    /// <summary>The service took the resend and named no failed message.</summary>
    Accepted,

    /// <summary>The service answered that exactly this message could not be resent.</summary>
    Failed,

    /// <summary>There is proof that the resend was not executed.</summary>
    Rejected,

    /// <summary>Nobody can tell whether the resend was executed.</summary>
    Unknown,

    /// <summary>Nothing was sent; the reason says why.</summary>
    Skipped,
}
