namespace OnsDlq.Discovery;

/// <summary>An instance of the service. What the service did not give is null.</summary>
public sealed class Instance
{
    internal Instance(string instanceId, string regionId)
    {
        InstanceId = instanceId;
        RegionId = regionId;
    }

    /// <summary>The ID.</summary>
    public string InstanceId { get; }

    /// <summary>Its display name.</summary>
    public string? InstanceName { get; internal init; }

    /// <summary>The region that was asked.</summary>
    public string RegionId { get; }

    /// <summary>Its status: Deploying, Overdue, Running or Upgrading, or the service's number for any other.</summary>
    public string? Status { get; internal init; }

    /// <summary>The edition: Standard or Platinum, or the service's number for any other.</summary>
    public string? Type { get; internal init; }

    /// <summary>When it was created, in local time.</summary>
    public DateTimeOffset? CreateTime { get; internal init; }

    /// <summary>When it is released unless it is renewed, in local time; null where it does not expire.</summary>
    public DateTimeOffset? ReleaseTime { get; internal init; }

    /// <summary>How many topics it has; null where it was asked for by ID.</summary>
    public int? TopicCount { get; internal init; }

    /// <summary>How many consumer groups it has; null where it was asked for by ID.</summary>
    public int? GroupCount { get; internal init; }

    /// <summary>Whether it has a namespace of its own, so that another instance may have topics and groups with the same names.</summary>
    public bool? IndependentNaming { get; internal init; }

    /// <summary>The tags by key; none where it was asked for by ID.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; internal init; } = new Dictionary<string, string>();

    /// <summary>The owner's note; null unless it was asked for by ID.</summary>
    public string? Remark { get; internal init; }

    /// <summary>The most messages a second; null unless it was asked for by ID.</summary>
    public long? MaxTps { get; internal init; }

    /// <summary>The most topics; null unless it was asked for by ID.</summary>
    public int? TopicCapacity { get; internal init; }

    /// <summary>The address for TCP clients; null unless it was asked for by ID.</summary>
    public string? TcpEndpoint { get; internal init; }

    /// <summary>The address for HTTP clients inside the cloud's network; null unless it was asked for by ID.</summary>
    public string? HttpInternalEndpoint { get; internal init; }

    /// <summary>The address for TCP clients on the internet; null unless it was asked for by ID and has one.</summary>
    public string? TcpInternetEndpoint { get; internal init; }

    /// <summary>The http address for HTTP clients on the internet; null unless it was asked for by ID and has one.</summary>
    public string? HttpInternetEndpoint { get; internal init; }

    /// <summary>The https address for HTTP clients on the internet; null unless it was asked for by ID and has one.</summary>
    public string? HttpInternetSecureEndpoint { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => InstanceId;
}
