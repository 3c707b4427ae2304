namespace OnsDlq.Sandbox.Broker;

/// <summary>What the service tells of a consumer group beside its dead letters.</summary>
internal sealed record GroupProfile
{
    /// <summary>When it was made, Unix ms.</summary>
    public required long CreateTime { get; init; }

    /// <summary>What its clients speak: <c>tcp</c> or <c>http</c>.</summary>
    public string Type { get; init; } = "tcp";

    /// <summary>A note, or null.</summary>
    public string? Remark { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
