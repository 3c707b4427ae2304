namespace OnsDlq.Sandbox.Broker;

/// <summary>The settings of a consumer group, apart from its dead letters.</summary>
internal sealed record GroupProfile
{
    /// <summary>When it was created, in Unix ms.</summary>
    public required long CreateTime { get; init; }

    /// <summary>The protocol of its clients: <c>tcp</c> or <c>http</c>.</summary>
    public string Type { get; init; } = "tcp";

    /// <summary>A note, or null.</summary>
    public string? Remark { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
