using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>OnsDLQMessageResendById: delivers one message to its group once more, each time it is called.</summary>
internal sealed class ResendOperation(SandboxBroker broker, ResendAnswer answer)
    : GroupOperation(broker, "OnsDLQMessageResendById", "mq:ResendDLQMessage", "mq:OnsInstanceBaseInfo")
{
    /// <inheritdoc/>
    public override JsonObject Execute(OperationCall call)
    {
        var msgId = call.Required("MsgId");
        var resent = Broker.Resend(call.Optional("InstanceId"), call.Required("GroupId"), msgId);
        var listed = new JsonArray();
        if (!resent || answer == ResendAnswer.Sample)
        {
            listed.Add((JsonNode)msgId);
        }

        return new JsonObject { ["Data"] = new JsonObject { ["MsgId"] = listed } };
    }
}
