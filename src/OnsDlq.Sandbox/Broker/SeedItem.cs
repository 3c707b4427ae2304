namespace OnsDlq.Sandbox.Broker;

/// <summary>One dead letter, or a batch of them, to add to a queue.</summary>
internal sealed record SeedItem
{
    /// <summary>The instance; created when unknown.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The consumer group; created when unknown.</summary>
    public required string GroupId { get; init; }

    /// <summary>The business topic.</summary>
    public required string Topic { get; init; }

    /// <summary>How many messages, or null for a single one.</summary>
    public int? Count { get; init; }

    /// <summary>The ID of a single message; null to generate one.</summary>
    public string? MsgId { get; init; }

    /// <summary>The tag, or null.</summary>
    public string? Tag { get; init; }

    /// <summary>The keys, separated by spaces, or null.</summary>
    public string? Keys { get; init; }

    /// <summary>The body as text, or null.</summary>
    public string? BodyText { get; init; }

    /// <summary>The body as bytes, or null.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Store time of the first entry, Unix ms.</summary>
    public required long From { get; init; }

    /// <summary>Store time of the last entry, Unix ms; the others are spread evenly in between.</summary>
    public required long To { get; init; }

    /// <summary>When a single message was published, Unix ms; null for the store time less the time of sixteen retries.</summary>
    public long? BornTimestamp { get; init; }

    /// <summary>How often it had been redelivered.</summary>
    public int ReconsumeTimes { get; init; } = MessageContent.MaxReconsumeTimes;

    /// <summary>Additional properties; they take precedence over the service's own.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>What the consumers do with a resend; null for the group's behaviour.</summary>
    public ConsumerBehaviour? Consumer { get; init; }

    /// <summary>Whether a resend is answered as failed, and delivers nothing.</summary>
    public bool RefusesResend { get; init; }
}
