namespace OnsDlq.Sandbox.Broker;

/// <summary>The settings of an instance, apart from its contents.</summary>
internal sealed record InstanceProfile
{
    private const long YearMs = 365L * 24 * 60 * 60 * 1000;

    /// <summary>When it was created, in Unix ms.</summary>
    public required long CreateTime { get; init; }

    /// <summary>Its name; null shows the ID.</summary>
    public string? Name { get; init; }

    /// <summary>0 deploying, 2 overdue, 5 running, 7 upgrading.</summary>
    public int Status { get; init; } = 5;

    /// <summary>1 standard, 2 platinum.</summary>
    public int Type { get; init; } = 1;

    /// <summary>When it expires, in Unix ms; null for a standard one, which does not expire.</summary>
    public long? ReleaseTime => IsPlatinum ? CreateTime + YearMs : null;

    /// <summary>The most messages a second.</summary>
    public int MaxTps => IsPlatinum ? 20_000 : 5_000;

    /// <summary>The most topics.</summary>
    public int TopicCapacity => IsPlatinum ? 500 : 50;

    /// <summary>Whether it is a platinum instance, with dedicated machines, a subscription period and higher limits.</summary>
    public bool IsPlatinum => Type == 2;

    /// <summary>Whether it has a namespace of its own; older instances have none.</summary>
    public bool IndependentNaming { get; init; } = true;

    /// <summary>A note, or null.</summary>
    public string? Remark { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
