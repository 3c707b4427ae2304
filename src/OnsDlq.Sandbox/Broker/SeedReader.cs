using System.Text.Json;
using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Broker;

/// <summary>Reads the body of <c>POST /_sandbox/messages</c>: one item or a list, where an item with <c>count</c> is a batch.</summary>
internal static class SeedReader
{
    /// <summary>The most messages one batch may have.</summary>
    public const int MaxCount = 5_000_000;

    private const long DayMs = 24L * 60 * 60 * 1000;

    /// <summary>Reads all items first, so that an invalid one at the end adds nothing.</summary>
    /// <param name="json">An object or an array of them.</param>
    /// <param name="now">The service's time, Unix ms: the default of every time.</param>
    /// <exception cref="SandboxInputException">Something in it is not valid.</exception>
    public static List<SeedItem> Read(JsonElement json, long now) =>
        json.ValueKind == JsonValueKind.Array
            ? [.. json.EnumerateArray().Select((item, index) => ReadItem(new JsonMembers(item, $"message {index + 1}"), now))]
            : [ReadItem(new JsonMembers(json, "the message"), now)];

    private static SeedItem ReadItem(JsonMembers members, long now)
    {
        var item = new SeedItem
        {
            InstanceId = members.RequiredText("instanceId"),
            GroupId = members.RequiredText("groupId"),
            Topic = members.RequiredText("topic"),
            Count = (int?)members.Whole("count", 1, MaxCount),
            Tag = members.Text("tag"),
            Keys = members.Text("keys"),
            BodyText = members.Text("body"),
            Body = Bytes(members),
            ReconsumeTimes = (int)(members.Whole("reconsumeTimes", 0, int.MaxValue) ?? MessageContent.MaxReconsumeTimes),
            Properties = members.NamedTexts("properties"),
            Consumer = ConsumerReader.Behaviour(members),
            RefusesResend = members.OneOf("resend", "refuse") is not null,
            From = 0,
            To = 0,
        };
        if (item.BodyText is not null && item.Body is not null)
        {
            throw new SandboxInputException("A message has both 'body' and 'bodyBase64': give one.");
        }

        item = item.Count is null ? WithSingleTimes(item, members, now) : WithBatchTimes(item, members, now);
        members.End();
        return item;
    }

    private static SeedItem WithSingleTimes(SeedItem item, JsonMembers members, long now)
    {
        var stored = members.Moment("storeTime", "storeTimestamp") ?? now;
        return item with
        {
            MsgId = members.Has("msgId") ? members.RequiredText("msgId") : null,
            BornTimestamp = members.Moment("bornTime", "bornTimestamp"),
            From = stored,
            To = stored,
        };
    }

    private static SeedItem WithBatchTimes(SeedItem item, JsonMembers members, long now)
    {
        var to = members.Moment("to", null) ?? now;
        var from = members.Moment("from", null) ?? to - DayMs;
        return from <= to
            ? item with { From = from, To = to }
            : throw new SandboxInputException("A batch has 'from' after 'to'.");
    }

    private static byte[]? Bytes(JsonMembers members)
    {
        try
        {
            return members.Text("bodyBase64") is { } text ? Convert.FromBase64String(text) : null;
        }
        catch (FormatException e)
        {
            throw new SandboxInputException("'bodyBase64' is no Base64.", e);
        }
    }
}
