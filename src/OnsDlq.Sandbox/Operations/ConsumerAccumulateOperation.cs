using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>OnsConsumerAccumulate: how many messages wait for a group, and for how long (doc-detail/29597).</summary>
internal sealed class ConsumerAccumulateOperation(SandboxBroker broker)
    : GroupOperation(broker, "OnsConsumerAccumulate", "mq:QueryConsumerAccumulate", "mq:OnsInstanceBaseInfo")
{
    /// <inheritdoc/>
    public override JsonObject Execute(OperationCall call)
    {
        var detail = call.OptionalFlag("Detail");
        var status = Broker.Status(call.Optional("InstanceId"), call.Required("GroupId"), needsConsumers: false);
        return new JsonObject { ["Data"] = AccumulationJson.Of(status, detail) };
    }
}
