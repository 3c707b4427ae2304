namespace OnsDlq.Consumers;

/// <summary>What speaks against resending to a group now.</summary>
internal enum HealthReason
{
    /// <summary>No consumer is online.</summary>
    Offline,

    /// <summary>The consumers subscribe to different topics or tags.</summary>
    SubscriptionsDiffer,

    /// <summary>No consumer subscribes to a topic of the dead letters.</summary>
    TopicNotSubscribed,

    /// <summary>In the last minute at least as many deliveries failed as succeeded.</summary>
    Failing,

    /// <summary>Deliveries failed in the last hour.</summary>
    FailedLately,

    /// <summary>The queues are not distributed among the consumers.</summary>
    NotRebalanced,

    /// <summary>The group is behind.</summary>
    Backlog,

    /// <summary>Something could not be found out.</summary>
    NotKnown,
}
