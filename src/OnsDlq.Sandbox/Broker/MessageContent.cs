using System.Globalization;
using System.Net;
using System.Text;

namespace OnsDlq.Sandbox.Broker;

/// <summary>The content of a message, the same in all its dead letters.</summary>
internal sealed record MessageContent : IMessageSource
{
    /// <summary>
    /// The time from publication to the dead-letter queue in ms: the sum of the sixteen retry delays (10 s, 30 s, 1 to 10 min, 20 min, 30 min, 1
    /// h, 2 h).
    /// </summary>
    public const long RetriesMs = ((4 * 60) + 46) * 60_000 - 20_000;

    /// <summary>How often the service redelivers before a message becomes a dead letter.</summary>
    public const int MaxReconsumeTimes = 16;

    /// <summary>The message ID, usually 32 upper-case hexadecimal digits.</summary>
    public required string MsgId { get; init; }

    /// <summary>The business topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The tag, or null.</summary>
    public string? Tag { get; init; }

    /// <summary>The keys, separated by spaces as the service writes them, or null.</summary>
    public string? Keys { get; init; }

    /// <summary>When the producer made it, Unix ms.</summary>
    public required long BornTimestamp { get; init; }

    /// <summary>The raw body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Address and port of the producer.</summary>
    public string BornHost { get; init; } = "10.42.0.17:53412";

    /// <summary>Address and port of the broker.</summary>
    public string StoreHost { get; init; } = "10.31.7.12:10911";

    /// <summary>The message's offset in the broker's log, in bytes; part of ORIGIN_MESSAGE_ID.</summary>
    public long LogOffset { get; init; }

    /// <summary>Additional properties; they take precedence over the service's own.</summary>
    public IReadOnlyDictionary<string, string> ExtraProperties { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public MessageContent At(int ordinal) => this;

    /// <summary>
    /// All properties in the service's order. REAL_TOPIC is the group's retry topic and not the business topic, as observed at the real service.
    /// </summary>
    public IEnumerable<KeyValuePair<string, string>> Properties(string instanceId, string groupId)
    {
        var own = new List<KeyValuePair<string, string>>
        {
            new("TRACE_ON", "true"),
            new("INSTANCE_ID", instanceId),
            new("REAL_TOPIC", $"%RETRY%{instanceId}%{groupId}"),
            new("ORIGIN_MESSAGE_ID", OriginMessageId()),
        };
        if (Keys is not null)
        {
            own.Add(new("KEYS", Keys));
        }

        if (Tag is not null)
        {
            own.Add(new("TAGS", Tag));
        }

        return own.Where(p => !ExtraProperties.ContainsKey(p.Key)).Concat(ExtraProperties);
    }

    /// <summary>
    /// The size of the record in the broker's log, in bytes: RocketMQ's 91 fixed bytes, body, topic of the queue and encoded properties.
    /// </summary>
    public int StoreSize(string instanceId, string groupId)
    {
        var size = 91 + Body.Length + Encoding.UTF8.GetByteCount($"%DLQ%{instanceId}%{groupId}");
        foreach (var (name, value) in Properties(instanceId, groupId))
        {
            size += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value) + 2;
        }

        return size;
    }

    // RocketMQ's offset message ID: address, port and log offset of the first copy, in hexadecimal.
    private string OriginMessageId()
    {
        var host = IPEndPoint.TryParse(StoreHost, out var parsed) ? parsed : new IPEndPoint(IPAddress.Loopback, 10911);
        return string.Create(
            CultureInfo.InvariantCulture, $"{Convert.ToHexString(host.Address.MapToIPv4().GetAddressBytes())}{host.Port:X8}{LogOffset:X16}");
    }
}
