namespace OnsDlq.Discovery;

/// <summary>A consumer group. What the service did not give is null.</summary>
public sealed class ConsumerGroup
{
    internal ConsumerGroup(string groupId, string? instanceId, string regionId, GroupType groupType)
    {
        GroupId = groupId;
        InstanceId = instanceId;
        RegionId = regionId;
        GroupType = groupType.ToString();
    }

    /// <summary>The ID.</summary>
    public string GroupId { get; }

    /// <summary>The instance it belongs to; null where neither the answer nor the caller named one.</summary>
    public string? InstanceId { get; }

    /// <summary>The region that was asked.</summary>
    public string RegionId { get; }

    /// <summary>The protocol of its clients: Tcp or Http.</summary>
    public string GroupType { get; }

    /// <summary>The ID of the account that owns it.</summary>
    public string? Owner { get; internal init; }

    /// <summary>The owner's note.</summary>
    public string? Remark { get; internal init; }

    /// <summary>When it was created, in local time.</summary>
    public DateTimeOffset? CreateTime { get; internal init; }

    /// <summary>When it was last changed, in local time.</summary>
    public DateTimeOffset? UpdateTime { get; internal init; }

    /// <summary>Whether its instance has a namespace of its own, so that another instance may have a group with the same ID.</summary>
    public bool? IndependentNaming { get; internal init; }

    /// <summary>The tags by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; internal init; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override string ToString() => GroupId;
}
