namespace OnsDlq.Sandbox.Broker;

/// <summary>One instance and its consumer groups. Not thread-safe.</summary>
internal sealed class ServiceInstance(string instanceId, long createTime)
{
    public string InstanceId { get; } = instanceId;

    public InstanceProfile Profile { get; set; } = new() { CreateTime = createTime };

    /// <summary>Its groups by ID.</summary>
    public Dictionary<string, ConsumerGroup> Groups { get; } = new(StringComparer.Ordinal);
}
