namespace OnsDlq.Discovery;

/// <summary>
/// The edition of an instance, by the service's own numbers (ons-api facts 1.11); a number that is not listed here is shown as a number.
/// </summary>
internal enum InstanceType
{
    /// <summary>The standard edition.</summary>
    Standard = 1,

    /// <summary>The platinum edition.</summary>
    Platinum = 2,
}
