namespace OnsDlq.Sandbox.Broker;

/// <summary>One dead letter, or a batch of them, that somebody puts into a queue.</summary>
internal sealed record SeedItem
{
    /// <summary>The instance; made when unknown.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The consumer group; made when unknown.</summary>
    public required string GroupId { get; init; }

    /// <summary>The business topic.</summary>
    public required string Topic { get; init; }

    /// <summary>How many messages, or null for a single one.</summary>
    public int? Count { get; init; }

    /// <summary>The ID of a single message; null lets the broker make one.</summary>
    public string? MsgId { get; init; }

    /// <summary>The tag, or null.</summary>
    public string? Tag { get; init; }

    /// <summary>The keys, separated by blanks, or null.</summary>
    public string? Keys { get; init; }

    /// <summary>The body as text, or null.</summary>
    public string? BodyText { get; init; }

    /// <summary>The body as bytes, or null.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Store time of the first entry, Unix ms.</summary>
    public required long From { get; init; }

    /// <summary>Store time of the last entry, Unix ms; the others are spread evenly between.</summary>
    public required long To { get; init; }

    /// <summary>Birth of a single message, Unix ms; null puts the time of sixteen retries between birth and storing.</summary>
    public long? BornTimestamp { get; init; }

    /// <summary>How often it had been redelivered.</summary>
    public int ReconsumeTimes { get; init; } = MessageContent.MaxReconsumeTimes;

    /// <summary>Properties beside the service's own; they win over those.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>What the consumers do with a resend; null leaves that to the group.</summary>
    public ConsumerBehaviour? Consumer { get; init; }

    /// <summary>Whether a resend answers that it could not be done, and delivers nothing.</summary>
    public bool RefusesResend { get; init; }
}
