namespace OnsDlq.Messages;

/// <summary>The one name of a message in the journal, whichever host, spelling or object it was reached by.</summary>
/// <param name="Realm">The region for every host the endpoint rules give, public or VPC; host:port for any other host.</param>
/// <param name="InstanceId">The instance; empty where it is not known, and then nothing is sent by this key.</param>
/// <param name="GroupId">The consumer group.</param>
/// <param name="MsgId">The message ID in upper case: two spellings of one ID must not be two messages.</param>
internal sealed record MessageKey(string Realm, string InstanceId, string GroupId, string MsgId)
{
    /// <summary>The message ID in upper case: two spellings of one ID must not be two messages.</summary>
    public string MsgId { get; } = MsgId.ToUpperInvariant();

    /// <summary>Whether both are the key of one message. Nothing promises that the service tells upper from lower case in any of its names.</summary>
    public bool Equals(MessageKey? other) =>
        other is not null && Realm == other.Realm && MsgId == other.MsgId
        && InstanceId.Equals(other.InstanceId, StringComparison.OrdinalIgnoreCase)
        && GroupId.Equals(other.GroupId, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => MsgId.GetHashCode(StringComparison.Ordinal);

    /// <summary>The key of a message.</summary>
    public static MessageKey Of(string realm, string? instanceId, string groupId, string msgId) =>
        new(realm, instanceId ?? "", GroupOf(groupId), msgId);

    /// <summary>The instance that stands before a group's name; null where none does.</summary>
    public static string? InstanceOf(string groupId) => groupId.LastIndexOf('%') is > 0 and var end ? groupId[..end] : null;

    /// <summary>A group's own name. It may be written with its instance before it (ons-api facts 1.17): that is the same group.</summary>
    public static string GroupOf(string groupId) => groupId[(groupId.LastIndexOf('%') + 1)..];
}
