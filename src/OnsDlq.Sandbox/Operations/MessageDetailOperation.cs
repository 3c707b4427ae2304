using System.Text;
using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>
/// OnsMessageDetail: a message of a topic with its body. It accepts only GET, and its properties are a plain array (doc/477684).
/// </summary>
internal sealed class MessageDetailOperation(SandboxBroker broker) : TopicOperation(broker, "OnsMessageDetail", "mq:QueryMessageDetail")
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Methods => ["GET"];

    /// <inheritdoc/>
    public override string ResourceOf(OperationCall call) =>
        Resource(call, Broker.ResourceName(call.Required("InstanceId"), call.Required("Topic")));

    /// <inheritdoc/>
    public override JsonObject Execute(OperationCall call)
    {
        var instanceId = call.Required("InstanceId");
        var content = Broker.Original(instanceId, call.Required("Topic"), call.Required("MsgId"));
        var properties = new[] { KeyValuePair.Create("UNIQ_KEY", content.MsgId), KeyValuePair.Create("MSG_REGION", call.RegionId) };
        return new JsonObject
        {
            ["Data"] = new JsonObject
            {
                ["StoreSize"] = content.Body.Length,
                ["ReconsumeTimes"] = 0,
                ["StoreTimestamp"] = content.BornTimestamp,
                ["Body"] = Convert.ToBase64String(content.Body.Span),
                ["BodyStr"] = Encoding.UTF8.GetString(content.Body.Span),
                ["InstanceId"] = instanceId,
                ["MsgId"] = content.MsgId,
                ["StoreHost"] = content.StoreHost,
                ["Topic"] = content.Topic,
                ["PropertyList"] = new JsonArray(
                    [.. properties.Select(property => (JsonNode)new JsonObject { ["Name"] = property.Key, ["Value"] = property.Value })]),
                ["BornTimestamp"] = content.BornTimestamp,
                ["BodyCRC"] = BodyCrc.Of(content.Body.Span),
                ["BornHost"] = content.BornHost,
            },
        };
    }
}
