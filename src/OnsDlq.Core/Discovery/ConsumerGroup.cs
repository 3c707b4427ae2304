namespace OnsDlq.Discovery;

/// <summary>A consumer group. What the service did not tell is null.</summary>
public sealed class ConsumerGroup
{
    internal ConsumerGroup(string groupId, string? instanceId, string regionId, GroupType groupType)
    {
        GroupId = groupId;
        InstanceId = instanceId;
        RegionId = regionId;
        GroupType = groupType;
    }

    /// <summary>The ID.</summary>
    public string GroupId { get; }

    /// <summary>The instance it belongs to; null where neither the answer nor the caller named one.</summary>
    public string? InstanceId { get; }

    /// <summary>The region that was asked.</summary>
    public string RegionId { get; }

    /// <summary>What its clients speak.</summary>
    public GroupType GroupType { get; }

    /// <summary>The account that owns it, by its ID.</summary>
    public string? Owner { get; internal init; }

    /// <summary>The owner's note.</summary>
    public string? Remark { get; internal init; }

    /// <summary>When it was made, in local time.</summary>
    public DateTimeOffset? CreateTime { get; internal init; }

    /// <summary>When it was last changed, in local time.</summary>
    public DateTimeOffset? UpdateTime { get; internal init; }

    /// <summary>Whether its ID is its instance's own, so that another instance may have a group of the same one.</summary>
    public bool? IndependentNaming { get; internal init; }

    /// <summary>The tags by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; internal init; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override string ToString() => GroupId;
}
