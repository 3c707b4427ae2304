using System.Text;
using System.Text.Json;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>Reads one entry of an answer (OnsRestMessageDo, ons-api facts 1.2). Members that are missing stay empty.</summary>
internal static class DeadLetterEntry
{
    // Twice the most characters that the properties of one message can have.
    private const int MostOfProperties = 2 * SafeText.LongestProperty;

    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.AddDays(-7).ToUnixTimeMilliseconds();

    /// <summary>Reads an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="groupId">The consumer group that was asked.</param>
    /// <param name="instanceId">The instance that was asked; used where the entry names none.</param>
    /// <param name="regionId">The region that was asked.</param>
    /// <param name="realm">The service's name in the journal; null where that does not matter.</param>
    /// <param name="withBody">Whether a body in the entry is kept, if its checksum is right.</param>
    /// <param name="listedAt">When the listing that shows it was asked for; null where it was looked up.</param>
    /// <param name="texts">The texts of earlier entries, so that equal texts are stored once (interning); null for none.</param>
    /// <returns>The dead letter; null where the entry has no message ID.</returns>
    public static DeadLetter? Read(
        JsonElement entry, string groupId, string? instanceId, string regionId, string? realm = null, bool withBody = false, Moment? listedAt = null,
        HashSet<string>? texts = null)
    {
        if (entry.Name("MsgId") is not { Length: > 0 } msgId) return null;
        var properties = Properties(entry, texts);
        properties.TryGetValue("TAGS", out var tag);
        properties.TryGetValue("KEYS", out var keys);
        var instance = Shared(entry.Name("InstanceId"), texts) is { Length: > 0 } named ? named : instanceId;
        var message = new DeadLetter(msgId, groupId, instance, regionId, Timestamp(entry, "StoreTimestamp") ?? 0)
        {
            Realm = realm,
            ListedAt = listedAt,
            Topic = Topic(Shared(entry.Name("Topic"), texts), properties),
            Tag = tag is null ? null : SafeText.Of(tag),
            Key = [.. keys?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? []],
            BornTime = Timestamp(entry, "BornTimestamp") is { } born ? DateTimeOffset.FromUnixTimeMilliseconds(born).ToLocalTime() : null,
            ReconsumeTimes = entry.SmallInteger("ReconsumeTimes"),
            BornHost = Shared(entry.Name("BornHost"), texts),
            StoreHost = Shared(entry.Name("StoreHost"), texts),
            StoreSize = entry.SmallInteger("StoreSize"),
            BodyCrc = entry.SmallInteger("BodyCRC"),
            Properties = properties,
        };
        return withBody && BodyOf(entry, message.BodyCrc) is { } body ? message.WithBody(body) : message;
    }

    // Older answers have the body, mostly as Base64; the checksum shows which form it is (ons-api facts 1.2).
    private static byte[]? BodyOf(JsonElement entry, int? crc)
    {
        if (crc is null || entry.Member("Body") is not { ValueKind: JsonValueKind.String } member) return null;
        if (member.TryGetBytesFromBase64(out var decoded) && BodyChecksum.Of(decoded) == crc) return decoded;
        return member.Text() is { } text && Encoding.UTF8.GetBytes(text) is var plain && BodyChecksum.Of(plain) == crc ? plain : null;
    }

    // The broker keeps the business topic in RETRY_TOPIC once the message went through a retry queue (ons-api facts 6.1).
    private static string? Topic(string? topic, Dictionary<string, string> properties)
    {
        var internalTopic = string.IsNullOrEmpty(topic)
            || topic.Contains("%RETRY%", StringComparison.Ordinal) || topic.Contains("%DLQ%", StringComparison.Ordinal);
        return internalTopic && properties.TryGetValue("RETRY_TOPIC", out var business) && business.Length > 0
            ? SafeText.Of(business, SafeText.LongestName)
            : topic;
    }

    private static Dictionary<string, string> Properties(JsonElement entry, HashSet<string>? texts)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        var room = MostOfProperties;
        foreach (var property in entry.List("PropertyList", "MessageProperty"))
        {
            if (Shared(property.Name("Name"), texts) is not { Length: > 0 } name) continue;
            var value = Shared(SafeText.Of(property.Text("Value") ?? "", SafeText.LongestProperty, keepLines: true), texts)!;
            if ((room -= name.Length + value.Length) < 0) break;
            properties.TryAdd(name, value);
        }

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
