namespace OnsDlq.Operations;

/// <summary>The consumers of a group. What the service did not give is null.</summary>
internal sealed record ConsumerStatus : ConsumerProgress
{
    /// <summary>The instance that the service names.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Whether all consumers subscribe to the same topics and tags.</summary>
    public bool? SubscriptionSame { get; init; }

    /// <summary>Whether the queues are distributed among the consumers.</summary>
    public bool? RebalanceOK { get; init; }

    /// <summary>CLUSTERING or BROADCASTING.</summary>
    public string? ConsumeModel { get; init; }

    /// <summary>How many consumers are connected.</summary>
    public int? Consumers { get; init; }

    /// <summary>What the consumers did with each topic lately; null where details were not asked for.</summary>
    public IReadOnlyList<ConsumerRate>? Rates { get; init; }

    /// <summary>The topics that the consumers subscribe to; null where details were not asked for.</summary>
    public IReadOnlyList<string>? Topics { get; init; }

    /// <summary>The same with what another operation said of how far the group is.</summary>
    public ConsumerStatus With(ConsumerProgress progress) => this with
    {
        Online = progress.Online,
        Backlog = progress.Backlog,
        ConsumeTps = progress.ConsumeTps,
        DelayMs = progress.DelayMs,
    };
}
