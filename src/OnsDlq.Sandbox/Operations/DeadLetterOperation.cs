using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>What the three operations on a group's dead letters have in common.</summary>
internal abstract class DeadLetterOperation(SandboxBroker broker, string action, params string[] ramActions) : OnsOperation(action, ramActions)
{
    /// <summary>The state that the operation works on.</summary>
    protected SandboxBroker Broker => broker;

    /// <inheritdoc/>
    /// <exception cref="OperationError">The call names no group: the gateway looks at parameters before permissions.</exception>
    public override string ResourceOf(OperationCall call)
    {
        var groupId = call.Required("GroupId");
        var instance = call.Optional("InstanceId") ?? broker.InstanceOf(groupId);
        return Resource(call, instance is null ? groupId : $"{instance}%{groupId}");
    }
}
