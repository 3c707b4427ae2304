using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>The base of the operations on a topic.</summary>
internal abstract class TopicOperation(SandboxBroker broker, string action, params string[] ramActions) : OnsOperation(action, ramActions)
{
    /// <summary>The state of the service.</summary>
    protected SandboxBroker Broker => broker;

    /// <inheritdoc/>
    public override string ResourceOf(OperationCall call) =>
        Resource(call, broker.ResourceName(call.Optional("InstanceId"), call.Optional("Topic") ?? "*"));

    /// <inheritdoc/>
    public override string? InstanceResourceOf(OperationCall call) => call.Optional("InstanceId") is { } instance ? Resource(call, instance) : null;
}
