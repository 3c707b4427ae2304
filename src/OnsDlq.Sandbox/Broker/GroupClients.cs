namespace OnsDlq.Sandbox.Broker;

/// <summary>The consumers of a group that are connected while the group is online, and how they share its messages.</summary>
internal sealed record GroupClients
{
    /// <summary>The consumers; at least one.</summary>
    public IReadOnlyList<ConsumerClient> All { get; init; } = [ConsumerClient.Default];

    /// <summary>The subscriptions of the consumers that have none of their own; null for every topic of the group's dead letters.</summary>
    public IReadOnlyDictionary<string, string>? Subscriptions { get; init; }

    /// <summary>Whether the queues are distributed among the consumers.</summary>
    public bool Rebalanced { get; init; } = true;

    /// <summary>Whether each consumer gets every message (BROADCASTING), instead of one of them (CLUSTERING).</summary>
    public bool Broadcasting { get; init; }
}
