namespace OnsDlq.Messages;

/// <summary>How an attempt to resend a message stands.</summary>
public enum AttemptStatus
{
    /// <summary>Somebody is sending the message, or a process that may still wake and send it holds its claim.</summary>
    InFlight,

    /// <summary>The service took the resend and named no failed message, or a person settled it so.</summary>
    Accepted,

    /// <summary>The service answered that exactly this message could not be resent.</summary>
    Failed,

    /// <summary>There is proof that the resend was not executed, or a person settled it so.</summary>
    Rejected,

    /// <summary>Nobody can tell whether the resend was executed.</summary>
    Unknown,
}
