using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>What the three operations on a group's dead letters have in common.</summary>
internal abstract class DeadLetterOperation(SandboxBroker broker, string action, params string[] ramActions) : IOperation
{
    /// <inheritdoc/>
    public string Action => action;

    /// <inheritdoc/>
    public string Version => "2019-02-14";

    /// <inheritdoc/>
    public IReadOnlyList<string> RamActions => ramActions;

    /// <summary>The state that the operation works on.</summary>
    protected SandboxBroker Broker => broker;

    /// <inheritdoc/>
    /// <exception cref="OperationError">The call names no group: the gateway looks at parameters before permissions.</exception>
    public string ResourceOf(OperationCall call)
    {
        var groupId = call.Required("GroupId");
        var instance = call.Optional("InstanceId") ?? broker.InstanceOf(groupId);
        var name = instance is null ? groupId : $"{instance}%{groupId}";
        return $"acs:mq:{call.RegionId}:{call.Caller.AccountId}:{name}";
    }

    /// <inheritdoc/>
    public abstract JsonObject Execute(OperationCall call);
}
