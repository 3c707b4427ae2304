using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>OnsDLQMessageGetById: one dead letter of a message; it is not documented which, so a setting decides.</summary>
internal sealed class GetByIdOperation(SandboxBroker broker)
    : GroupOperation(broker, "OnsDLQMessageGetById", "mq:QueryDLQMessage", "mq:OnsInstanceBaseInfo")
{
    /// <inheritdoc/>
    public override JsonObject Execute(OperationCall call)
    {
        var (group, entry) = Broker.Find(call.Optional("InstanceId"), call.Required("GroupId"), call.Required("MsgId"));
        return new JsonObject { ["Data"] = DeadLetterJson.Of(group, entry, Broker.Listing.ShowsBodies) };
    }
}
