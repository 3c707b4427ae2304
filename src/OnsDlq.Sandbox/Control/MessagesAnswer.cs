using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OnsDlq.Sandbox.Broker;

namespace OnsDlq.Sandbox.Control;

/// <summary>
/// The answer of <c>GET /_sandbox/messages?groupId=…[&amp;instanceId=…]</c>: all dead letters that are now in the queue, by store time.
/// </summary>
internal static class MessagesAnswer
{
    private const int FlushEvery = 500;

    /// <summary>Writes it in parts (chunked).</summary>
    /// <exception cref="SandboxInputException">No group is named.</exception>
    /// <exception cref="Protocol.OperationError">There is no such group.</exception>
    public static async Task WriteAsync(HttpContext http, SandboxBroker broker)
    {
        var instanceId = http.Request.Query["instanceId"].ToString();
        var groupId = http.Request.Query["groupId"].ToString();
        if (groupId.Length == 0)
        {
            throw new SandboxInputException("Name the group: /_sandbox/messages?groupId=…");
        }

        var (group, entries) = broker.Entries(instanceId.Length == 0 ? null : instanceId, groupId);
        http.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(http.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteString("instanceId", group.InstanceId);
        writer.WriteString("groupId", group.GroupId);
        writer.WriteNumber("count", entries.Length);
        writer.WriteStartArray("messages");
        for (var i = 0; i < entries.Length; i++)
        {
            Write(writer, group, entries.Span[i]);
            if (i % FlushEvery == 0)
            {
                await writer.FlushAsync(http.RequestAborted);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(http.RequestAborted);
    }

    private static void Write(Utf8JsonWriter writer, ConsumerGroup group, DeadLetterEntry entry)
    {
        var content = entry.Content;
        writer.WriteStartObject();
        writer.WriteString("msgId", content.MsgId);
        writer.WriteString("topic", content.Topic);
        writer.WriteString("tag", content.Tag);
        writer.WriteString("keys", content.Keys);
        writer.WriteNumber("storeTimestamp", entry.StoreTimestamp);
        writer.WriteString("storeTime", LedgerAnswer.Time(entry.StoreTimestamp));
        writer.WriteNumber("bornTimestamp", content.BornTimestamp);
        writer.WriteNumber("reconsumeTimes", entry.ReconsumeTimes);
        writer.WriteNumber("storeSize", content.StoreSize(group.InstanceId, group.GroupId));
        writer.WriteNumber("bodyCrc", BodyCrc.Of(content.Body.Span));
        writer.WriteEndObject();
    }
}
