namespace OnsDlq.Messages;

/// <summary>The statuses of results and attempts, as their text.</summary>
public static class StatusName
{
    /// <summary>The service accepted the resend and listed no failed message.</summary>
    public const string Accepted = nameof(ResendStatus.Accepted);

    /// <summary>The service answered that exactly this message could not be resent.</summary>
    public const string Failed = nameof(ResendStatus.Failed);

    /// <summary>There is proof that the resend was not executed.</summary>
    public const string Rejected = nameof(ResendStatus.Rejected);

    /// <summary>It is not known whether the resend was executed.</summary>
    public const string Unknown = nameof(ResendStatus.Unknown);

    /// <summary>It was not sent. Results only: no attempt has this status.</summary>
    public const string Skipped = nameof(ResendStatus.Skipped);

    /// <summary>In a plan: it would be sent. Nothing was sent.</summary>
    public const string WouldSend = nameof(ResendStatus.WouldSend);

    /// <summary>A process is sending it, or may yet send it. Attempts only: no result has this status.</summary>
    public const string InFlight = nameof(AttemptStatus.InFlight);
}
