using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>OnsMessageTrace: whether the groups of a topic have got a message, by their offsets (doc-detail/29605).</summary>
internal sealed class MessageTraceOperation(SandboxBroker broker) : TopicOperation(broker, "OnsMessageTrace", "mq:QueryMessageTrace")
{
    /// <inheritdoc/>
    public override JsonObject Execute(OperationCall call)
    {
        var tracks = Broker.Tracks(call.Optional("InstanceId"), call.Required("Topic"), call.Required("MsgId"));
        return new JsonObject
        {
            ["Data"] = new JsonObject
            {
                ["MessageTrack"] = new JsonArray([.. tracks.Select(track => (JsonNode)new JsonObject
                {
                    ["ConsumerGroup"] = track.GroupId,
                    ["InstanceId"] = track.InstanceId,
                    ["TrackType"] = track.TrackType,
                })]),
            },
        };
    }
}
