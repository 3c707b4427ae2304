using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>A message that is not resent while its block lasts.</summary>
public sealed class BlockedMessage
{
    internal BlockedMessage(MessageKey key, MessageBlock block)
    {
        MsgId = key.MsgId;
        GroupId = key.GroupId;
        InstanceId = key.InstanceId.Length == 0 ? null : key.InstanceId;
        RegionId = key.Realm;
        Reason = block.Reason;
        BlockedBy = block.By;
        Since = block.Since.ToLocalTime();
        Until = block.Until?.ToLocalTime();
    }

    /// <summary>The message ID, in upper case.</summary>
    public string MsgId { get; }

    /// <summary>The consumer group.</summary>
    public string GroupId { get; }

    /// <summary>The instance of the group; null where the service names none.</summary>
    public string? InstanceId { get; }

    /// <summary>The region; host:port for an endpoint of the user's own, such as the sandbox.</summary>
    public string RegionId { get; }

    /// <summary>Why it is blocked.</summary>
    public string Reason { get; }

    /// <summary>Who blocked it, as user@machine.</summary>
    public string BlockedBy { get; }

    /// <summary>When it was blocked, in local time.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>When the block ends by itself, in local time; null where it does not.</summary>
    public DateTimeOffset? Until { get; }
}
