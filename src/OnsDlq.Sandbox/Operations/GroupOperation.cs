using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>The base of the operations on a consumer group.</summary>
internal abstract class GroupOperation(SandboxBroker broker, string action, params string[] ramActions) : OnsOperation(action, ramActions)
{
    /// <summary>The state of the service.</summary>
    protected SandboxBroker Broker => broker;

    /// <inheritdoc/>
    /// <exception cref="OperationError">The call names no group: the gateway checks parameters before permissions.</exception>
    public override string ResourceOf(OperationCall call)
    {
        var groupId = call.Required("GroupId");
        return Resource(call, broker.ResourceName(call.Optional("InstanceId") ?? broker.InstanceOf(groupId), groupId));
    }

    /// <inheritdoc/>
    public override string? InstanceResourceOf(OperationCall call) =>
        (call.Optional("InstanceId") ?? broker.InstanceOf(call.Required("GroupId"))) is { } instance ? Resource(call, instance) : null;
}
