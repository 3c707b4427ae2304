namespace OnsDlq.Messages;

/// <summary>The status of an attempt to resend a message.</summary>
internal enum AttemptStatus
{
    /// <summary>A process is sending the message, or a suspended process that may still wake and send it holds its claim.</summary>
    InFlight,

    /// <summary>The service accepted the resend and listed no failed message, or a person settled it as accepted.</summary>
    Accepted,

    /// <summary>The service answered that exactly this message could not be resent.</summary>
    Failed,

    /// <summary>There is proof that the resend was not executed, or a person settled it as rejected.</summary>
    Rejected,

    /// <summary>It is not known whether the resend was executed.</summary>
    Unknown,
}
