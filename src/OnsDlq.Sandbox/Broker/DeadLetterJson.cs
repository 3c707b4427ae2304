using System.Text.Json.Nodes;

namespace OnsDlq.Sandbox.Broker;

/// <summary>A dead letter in the form of the service: mostly without its body, and with the properties nested as in POP.</summary>
internal static class DeadLetterJson
{
    /// <summary>The members of one dead letter.</summary>
    /// <param name="group">Its group.</param>
    /// <param name="entry">The dead letter.</param>
    /// <param name="withBody">Whether it has the body, as in older answers (doc/112667).</param>
    public static JsonObject Of(ConsumerGroup group, DeadLetterEntry entry, bool withBody = false)
    {
        var content = entry.Content;
        var properties = new JsonArray();
        foreach (var (name, value) in content.Properties(group.InstanceId, group.GroupId))
        {
            properties.Add((JsonNode)new JsonObject { ["Name"] = name, ["Value"] = value });
        }

        var shown = new JsonObject
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
        if (withBody) shown["Body"] = Convert.ToBase64String(content.Body.Span);
        return shown;
    }
}
