namespace OnsDlq.Core.Tests.Listing;

/// <summary>In which order a service in memory lists what it has: its documents name none.</summary>
public enum QueueOrder
{
    OldestFirst,
    NewestFirst,

    /// <summary>One broker after the other, each in order.</summary>
    ByBroker,

    /// <summary>None, and another one whenever it is asked anew.</summary>
    None,
}
