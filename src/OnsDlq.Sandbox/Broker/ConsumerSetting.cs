namespace OnsDlq.Sandbox.Broker;

/// <summary>The behaviour to set for the consumers of a group, or for one message of it.</summary>
/// <param name="InstanceId">The group's instance.</param>
/// <param name="GroupId">The group; created when unknown.</param>
/// <param name="MsgId">The message, or null for the whole group.</param>
/// <param name="Consumer">What they do.</param>
/// <param name="At">When they begin to, in Unix ms on the service's clock; null for now.</param>
internal sealed record ConsumerSetting(string InstanceId, string GroupId, string? MsgId, ConsumerBehaviour Consumer, long? At)
{
    public void ApplyTo(SandboxBroker broker) => broker.SetConsumer(InstanceId, GroupId, MsgId, Consumer, At);
}
