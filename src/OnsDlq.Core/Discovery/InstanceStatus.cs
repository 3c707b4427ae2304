namespace OnsDlq.Discovery;

/// <summary>How an instance fares, by the service's own numbers (ons-api facts 1.11); a number it adds is shown as it is.</summary>
public enum InstanceStatus
{
    /// <summary>It is being made.</summary>
    Deploying = 0,

    /// <summary>It is not paid for.</summary>
    Overdue = 2,

    /// <summary>It runs.</summary>
    Running = 5,

    /// <summary>It is being upgraded, and runs.</summary>
    Upgrading = 7,
}
