namespace OnsDlq.Discovery;

/// <summary>
/// The status of an instance, by the service's own numbers (ons-api facts 1.11); a number that is not listed here is shown as a number.
/// </summary>
internal enum InstanceStatus
{
    /// <summary>It is being deployed.</summary>
    Deploying = 0,

    /// <summary>Its payment is overdue.</summary>
    Overdue = 2,

    /// <summary>It runs.</summary>
    Running = 5,

    /// <summary>It is being upgraded, and runs.</summary>
    Upgrading = 7,
}
