using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>The base of the three operations on a group's dead letters.</summary>
internal abstract class DeadLetterOperation(SandboxBroker broker, string action, params string[] ramActions) : OnsOperation(action, ramActions)
{
    /// <summary>The state of the service.</summary>
    protected SandboxBroker Broker => broker;

    /// <inheritdoc/>
    /// <exception cref="OperationError">The call names no group: the gateway checks parameters before permissions.</exception>
    public override string ResourceOf(OperationCall call)
    {
        var groupId = call.Required("GroupId");
        var instance = call.Optional("InstanceId") ?? broker.InstanceOf(groupId);
        return Resource(call, instance is null ? groupId : $"{instance}%{groupId}");
    }
}
