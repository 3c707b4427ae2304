namespace OnsDlq.Sandbox.Broker;

/// <summary>Measures what a group's consumers do, as the service's statistics of the last minute and the last hour have it.</summary>
internal static class GroupObserver
{
    /// <summary>How long a try takes, in ms.</summary>
    public const int TryMs = 12;

    private const long MinuteSeconds = 60;

    /// <summary>The snapshot of a group at a moment (Unix ms).</summary>
    public static GroupStatus Observe(ConsumerGroup group, long now)
    {
        var clients = group.IsOnline ? group.Clients.All : [];
        var names = group.Topics.Concat(group.Traffic.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var waiting = group.Redelivery.Waiting.ToLookup(one => one.Topic, one => one.WaitingSince, StringComparer.Ordinal);
        var tries = group.Redelivery.Recent.Before(now);
        return new GroupStatus(
            group.InstanceId,
            group.GroupId,
            clients,
            group.Clients,
            [.. names.Select(name => Progress(group, name, [.. waiting[name]], now))],
            [.. clients.SelectMany((client, index) => names.Select(name => Measure(group, client, index, name, tries[name], now)))],
            now,
            group.OnlineSince);
    }

    private static TopicStatus Progress(ConsumerGroup group, string topic, List<long> waiting, long now)
    {
        var traffic = group.Traffic.GetValueOrDefault(topic, TopicTraffic.None);
        var delay = Math.Max(traffic.DelayMs, waiting.Count == 0 ? 0 : now - waiting.Min());
        var last = traffic.OkTps > 0 && group.IsOnline ? now : group.Redelivery.Recent.LastConsumed.GetValueOrDefault(topic);
        return new(topic, traffic.Backlog + waiting.Count, last, delay);
    }

    // What is not of resent messages is shared evenly by the consumers.
    private static RunningStatus Measure(
        ConsumerGroup group, ConsumerClient client, int index, string topic, IEnumerable<TryCount> tries, long now)
    {
        var traffic = group.Traffic.GetValueOrDefault(topic, TopicTraffic.None);
        var own = tries.Where(one => ReferenceEquals(one.Client, client)).ToList();
        var lastMinute = own.Where(one => one.Second > (now / 1000) - MinuteSeconds).ToList();
        var (count, isFirst) = (group.Clients.All.Count, index == 0);
        return new(
            client,
            topic,
            ((double)lastMinute.Sum(one => one.Ok) / MinuteSeconds) + (traffic.OkTps / count),
            ((double)lastMinute.Sum(one => one.Failed) / MinuteSeconds) + (traffic.FailedTps / count),
            own.Sum(one => one.Failed) + (traffic.FailedPerHour / count) + (isFirst ? traffic.FailedPerHour % count : 0),
            traffic.RtMs > 0 ? traffic.RtMs : own.Count > 0 ? TryMs : 0);
    }
}
