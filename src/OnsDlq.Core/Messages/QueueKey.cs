namespace OnsDlq.Messages;

/// <summary>The canonical key of a consumer group's dead-letter queue in the journal.</summary>
/// <param name="Realm">The region for all its hosts, public or VPC; host:port for any other host.</param>
/// <param name="InstanceId">The instance.</param>
/// <param name="GroupId">The consumer group.</param>
internal sealed record QueueKey(string Realm, string InstanceId, string GroupId)
{
    /// <summary>The queue of a message.</summary>
    public static QueueKey Of(MessageKey message) => new(message.Realm, message.InstanceId, message.GroupId);

    /// <summary>Whether both are the key of one queue; the comparison ignores case, as that of <see cref="MessageKey"/> does.</summary>
    public bool Equals(QueueKey? other) =>
        other is not null && Realm == other.Realm && InstanceId.Equals(other.InstanceId, StringComparison.OrdinalIgnoreCase)
        && GroupId.Equals(other.GroupId, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => GroupId.GetHashCode(StringComparison.OrdinalIgnoreCase);
}
