namespace OnsDlq.Core.Tests.Listing;

/// <summary>In which order a service in memory lists its entries: the documentation names none.</summary>
public enum QueueOrder
{
    OldestFirst,
    NewestFirst,

    /// <summary>One broker after the other, each in order.</summary>
    ByBroker,

    /// <summary>No order: another one for each task.</summary>
    None,
}
