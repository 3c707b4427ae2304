namespace OnsDlq.Sandbox.Broker;

/// <summary>What the service tells of an instance beside its contents.</summary>
internal sealed record InstanceProfile
{
    /// <summary>When it was made, Unix ms.</summary>
    public required long CreateTime { get; init; }

    /// <summary>Its name; null shows the ID.</summary>
    public string? Name { get; init; }

    /// <summary>0 deploying, 2 overdue, 5 running, 7 upgrading.</summary>
    public int Status { get; init; } = 5;

    /// <summary>1 standard, 2 platinum.</summary>
    public int Type { get; init; } = 1;

    /// <summary>A note, or null.</summary>
    public string? Remark { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
