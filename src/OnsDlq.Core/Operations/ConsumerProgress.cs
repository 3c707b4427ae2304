namespace OnsDlq.Operations;

/// <summary>How far a consumer group is, as two operations answer it. What the service did not give is null.</summary>
internal record ConsumerProgress
{
    /// <summary>Whether at least one consumer is online.</summary>
    public bool? Online { get; init; }

    /// <summary>How many messages wait for the group (TotalDiff).</summary>
    public long? Backlog { get; init; }

    /// <summary>How many messages a second the group consumes.</summary>
    public double? ConsumeTps { get; init; }

    /// <summary>How long ago the message was produced that was consumed last, in ms (DelayTime).</summary>
    public long? DelayMs { get; init; }
}
