namespace OnsDlq.Sandbox.Broker;

/// <summary>A snapshot of a group's consumers.</summary>
/// <param name="InstanceId">The group's instance.</param>
/// <param name="GroupId">The group.</param>
/// <param name="Clients">The consumers that are connected; none while the group is offline.</param>
/// <param name="Settings">How they share the messages.</param>
/// <param name="Topics">How far the group is, by topic.</param>
/// <param name="Running">What each consumer did with each topic.</param>
/// <param name="Now">The time of the snapshot, in Unix ms.</param>
/// <param name="OnlineSince">When the consumers connected, in Unix ms.</param>
internal sealed record GroupStatus(
    string InstanceId,
    string GroupId,
    IReadOnlyList<ConsumerClient> Clients,
    GroupClients Settings,
    IReadOnlyList<TopicStatus> Topics,
    IReadOnlyList<RunningStatus> Running,
    long Now,
    long OnlineSince)
{
    /// <summary>Whether at least one consumer is connected.</summary>
    public bool Online => Clients.Count > 0;

    /// <summary>How many messages wait to be consumed.</summary>
    public long TotalDiff => Topics.Sum(topic => topic.TotalDiff);

    /// <summary>When the message that was consumed last was produced, in Unix ms; 0 where none was.</summary>
    public long LastTimestamp => Topics.Select(topic => topic.LastTimestamp).DefaultIfEmpty(0).Max();

    /// <summary>How long the oldest waiting message has waited, in ms.</summary>
    public long DelayTime => Topics.Select(topic => topic.DelayTime).DefaultIfEmpty(0).Max();

    /// <summary>How many messages the consumers got in a second, over the last minute.</summary>
    public double ConsumeTps => Running.Sum(one => one.OkTps + one.FailedTps);

    /// <summary>Whether all consumers have the same subscriptions.</summary>
    public bool SubscriptionSame => Clients.Select(SubscriptionsOf).All(one => IsSame(one, SubscriptionsOf(Clients[0])));

    /// <summary>The subscriptions of a consumer: the expression by topic.</summary>
    public IReadOnlyDictionary<string, string> SubscriptionsOf(ConsumerClient client) =>
        client.Subscriptions ?? Settings.Subscriptions ?? Topics.ToDictionary(topic => topic.Topic, _ => "*", StringComparer.Ordinal);

    private static bool IsSame(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var expression) && expression == pair.Value);
}
