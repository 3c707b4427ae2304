namespace OnsDlq.Sandbox.Broker;

/// <summary>What the consumers of a group, or those of one message of it, are to do.</summary>
/// <param name="InstanceId">The group's instance.</param>
/// <param name="GroupId">The group; made when unknown.</param>
/// <param name="MsgId">The message, or null for the whole group.</param>
/// <param name="Consumer">What they do.</param>
internal sealed record ConsumerSetting(string InstanceId, string GroupId, string? MsgId, ConsumerBehaviour Consumer)
{
    /// <summary>Makes it so.</summary>
    public void ApplyTo(SandboxBroker broker) => broker.SetConsumer(InstanceId, GroupId, MsgId, Consumer);
}
