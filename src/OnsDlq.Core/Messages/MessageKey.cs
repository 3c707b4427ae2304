namespace OnsDlq.Messages;

/// <summary>The canonical key of a message in the journal, independent of the host, spelling or object by which it was given.</summary>
/// <param name="Realm">The region for all its hosts, public or VPC; host:port for any other host.</param>
/// <param name="InstanceId">The instance; empty where it is not known, and then nothing is sent with this key.</param>
/// <param name="GroupId">The consumer group.</param>
/// <param name="MsgId">The message ID in upper case: two spellings of one ID must not be two messages.</param>
internal sealed record MessageKey(string Realm, string InstanceId, string GroupId, string MsgId)
{
    /// <summary>The message ID in upper case: two spellings of one ID must not be two messages.</summary>
    public string MsgId { get; } = MsgId.ToUpperInvariant();

    /// <summary>
    /// Whether both are the key of one message. The comparison ignores case: it is not documented that the service's names are case-sensitive.
    /// </summary>
    public bool Equals(MessageKey? other) =>
        other is not null && Realm == other.Realm && MsgId == other.MsgId
        && InstanceId.Equals(other.InstanceId, StringComparison.OrdinalIgnoreCase)
        && GroupId.Equals(other.GroupId, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => MsgId.GetHashCode(StringComparison.Ordinal);

    public static MessageKey Of(string realm, string? instanceId, string groupId, string msgId) =>
        new(realm, instanceId ?? "", GroupOf(groupId), msgId);

    /// <summary>The instance before a group's name; null where there is none.</summary>
    public static string? InstanceOf(string groupId) => groupId.LastIndexOf('%') is > 0 and var end ? groupId[..end] : null;

    /// <summary>A group's own name, without the instance that may precede it (ons-api facts 1.17).</summary>
    public static string GroupOf(string groupId) => groupId[(groupId.LastIndexOf('%') + 1)..];
}
