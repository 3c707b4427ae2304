namespace OnsDlq.Sandbox.Broker;

/// <summary>What OnsMessageTrace tells about a message and one group.</summary>
/// <param name="InstanceId">The group's instance.</param>
/// <param name="GroupId">The group.</param>
/// <param name="TrackType">CONSUMED, CONSUMED_BUT_FILTERED, NOT_CONSUME_YET, NOT_ONLINE or UNKNOWN.</param>
internal sealed record MessageTrack(string InstanceId, string GroupId, string TrackType)
{
    private const string Consumed = "CONSUMED";

    /// <summary>
    /// By the group's offset, as the service does it (doc/29605; RocketMQ's <c>messageTrackDetail</c>): the offset has passed every dead letter, so
    /// this cannot tell whether a resend was consumed.
    /// </summary>
    /// <param name="group">A group that has the message, or subscribes to its topic.</param>
    /// <param name="status">What the group's consumers do.</param>
    /// <param name="content">The message.</param>
    public static MessageTrack Of(ConsumerGroup group, GroupStatus status, MessageContent content)
    {
        var type = !status.Online ? "NOT_ONLINE"
            : status.Settings.Broadcasting ? "UNKNOWN"
            : group.ContentOf(content.MsgId) is null && IsBehind(status, content) ? "NOT_CONSUME_YET"
            : IsFiltered(status, content) ? "CONSUMED_BUT_FILTERED"
            : Consumed;
        return new(group.InstanceId, group.GroupId, type);
    }

    private static bool IsBehind(GroupStatus status, MessageContent content) =>
        status.Topics.Any(topic => topic.Topic == content.Topic && topic.TotalDiff > 0 && status.Now - topic.DelayTime <= content.BornTimestamp);

    private static bool IsFiltered(GroupStatus status, MessageContent content) =>
        status.SubscriptionsOf(status.Clients[0]).TryGetValue(content.Topic, out var expression)
        && expression != "*" && !expression.Split("||", StringSplitOptions.TrimEntries).Contains(content.Tag ?? "", StringComparer.Ordinal);
}
