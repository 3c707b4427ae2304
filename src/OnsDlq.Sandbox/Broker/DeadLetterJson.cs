using System.Text.Json.Nodes;

namespace OnsDlq.Sandbox.Broker;

/// <summary>A dead letter the way the service shows it: no body, and the properties nested the POP way.</summary>
internal static class DeadLetterJson
{
    /// <summary>The members of one dead letter.</summary>
    public static JsonObject Of(ConsumerGroup group, DeadLetterEntry entry)
    {
        var content = entry.Content;
        var properties = new JsonArray();
        foreach (var (name, value) in content.Properties(group.InstanceId, group.GroupId))
        {
            properties.Add((JsonNode)new JsonObject { ["Name"] = name, ["Value"] = value });
        }

        return new JsonObject
        {
            ["StoreSize"] = content.StoreSize(group.InstanceId, group.GroupId),
            ["ReconsumeTimes"] = entry.ReconsumeTimes,
            ["StoreTimestamp"] = entry.StoreTimestamp,
            ["InstanceId"] = group.InstanceId,
            ["MsgId"] = content.MsgId,
            ["StoreHost"] = content.StoreHost,
            ["Topic"] = content.Topic,
            ["PropertyList"] = new JsonObject { ["MessageProperty"] = properties },
            ["BornTimestamp"] = content.BornTimestamp,
            ["BodyCRC"] = BodyCrc.Of(content.Body.Span),
            ["BornHost"] = content.BornHost,
        };
    }
}
