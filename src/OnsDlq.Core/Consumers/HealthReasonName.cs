namespace OnsDlq.Consumers;

/// <summary>What speaks against resending to a group now, as the texts of a verdict's Reason.</summary>
public static class HealthReasonName
{
    /// <summary>No consumer of the group is online.</summary>
    public const string Offline = nameof(HealthReason.Offline);

    /// <summary>The consumers subscribe to different topics or tags, so that messages get lost between them.</summary>
    public const string SubscriptionsDiffer = nameof(HealthReason.SubscriptionsDiffer);

    /// <summary>No consumer subscribes to a topic that dead letters of the group have.</summary>
    public const string TopicNotSubscribed = nameof(HealthReason.TopicNotSubscribed);

    /// <summary>In the last minute at least as many deliveries failed as succeeded.</summary>
    public const string Failing = nameof(HealthReason.Failing);

    /// <summary>Deliveries failed in the last hour, but fewer than succeed now.</summary>
    public const string FailedLately = nameof(HealthReason.FailedLately);

    /// <summary>The queues are not distributed among the consumers, or not yet.</summary>
    public const string NotRebalanced = nameof(HealthReason.NotRebalanced);

    /// <summary>Messages wait, and the one consumed last was produced more than five minutes ago.</summary>
    public const string Backlog = nameof(HealthReason.Backlog);

    /// <summary>Something could not be found out, such as for a missing permission.</summary>
    public const string NotKnown = nameof(HealthReason.NotKnown);
}
