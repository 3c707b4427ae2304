using System.Text.Json;
using OnsDlq.Listing;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>Reads one entry of an answer (OnsRestMessageDo, ons-api facts 1.2). Members that are missing stay empty.</summary>
internal static class DeadLetterEntry
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.AddDays(-7).ToUnixTimeMilliseconds();

    /// <summary>Reads an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="groupId">The consumer group that was asked.</param>
    /// <param name="instanceId">The instance that was asked; what the entry says comes first.</param>
    /// <param name="regionId">The region that was asked.</param>
    /// <param name="realm">What the journal calls the service that was asked; null where that does not matter.</param>
    /// <param name="texts">The texts of the entries read before, for what is the same in many to be kept once; null to share none.</param>
    /// <returns>The dead letter; null where the entry has no message ID.</returns>
    public static DeadLetter? Read(
        JsonElement entry, string groupId, string? instanceId, string regionId, string? realm = null, HashSet<string>? texts = null)
    {
        if (entry.Text("MsgId") is not { Length: > 0 } msgId) return null;
        var properties = Properties(entry, texts);
        properties.TryGetValue("TAGS", out var tag);
        properties.TryGetValue("KEYS", out var keys);
        var instance = Shared(entry.Text("InstanceId"), texts) is { Length: > 0 } named ? named : instanceId;
        return new DeadLetter(msgId, groupId, instance, regionId, Timestamp(entry, "StoreTimestamp") ?? 0)
        {
            Realm = realm,
            Topic = Topic(Shared(entry.Text("Topic"), texts), properties),
            Tag = tag,
            Key = keys?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [],
            BornTime = Timestamp(entry, "BornTimestamp") is { } born ? DateTimeOffset.FromUnixTimeMilliseconds(born).ToLocalTime() : null,
            ReconsumeTimes = entry.SmallInteger("ReconsumeTimes"),
            BornHost = Shared(entry.Text("BornHost"), texts),
            StoreHost = Shared(entry.Text("StoreHost"), texts),
            StoreSize = entry.SmallInteger("StoreSize"),
            BodyCrc = entry.SmallInteger("BodyCRC"),
            Properties = properties,
        };
    }

    // The broker keeps the business topic in RETRY_TOPIC once the message went through a retry queue (ons-api facts 6.1).
    private static string? Topic(string? topic, Dictionary<string, string> properties)
    {
        var internalTopic = string.IsNullOrEmpty(topic)
            || topic.Contains("%RETRY%", StringComparison.Ordinal) || topic.Contains("%DLQ%", StringComparison.Ordinal);
        return internalTopic && properties.TryGetValue("RETRY_TOPIC", out var business) && business.Length > 0 ? business : topic;
    }

    private static Dictionary<string, string> Properties(JsonElement entry, HashSet<string>? texts)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in entry.List("PropertyList", "MessageProperty"))
            if (Shared(property.Text("Name"), texts) is { Length: > 0 } name) properties.TryAdd(name, Shared(property.Text("Value"), texts) ?? "");
        properties.TrimExcess();
        return properties;
    }

    private static string? Shared(string? text, HashSet<string>? texts)
    {
        if (text is null || texts is null || texts.Add(text)) return text;
        return texts.TryGetValue(text, out var same) ? same : text;
    }

    private static long? Timestamp(JsonElement entry, string name) =>
        entry.Integer(name) is { } ms && ms >= Earliest && ms <= Latest ? ms : null;
}
