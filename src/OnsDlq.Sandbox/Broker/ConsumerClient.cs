namespace OnsDlq.Sandbox.Broker;

/// <summary>One consumer of a group, as it is connected to the service.</summary>
/// <param name="ClientId">Its ID.</param>
/// <param name="Host">Its address, without a port.</param>
internal sealed record ConsumerClient(string ClientId, string Host)
{
    /// <summary>The consumer of a group for which none was set.</summary>
    public static ConsumerClient Default { get; } = new("10.42.0.31@4711#-1930434562#1803520#4321", "10.42.0.31");

    /// <summary>Its address and port.</summary>
    public string Address => Host + ":60524";

    /// <summary>The programming language, in the service's spelling.</summary>
    public string Language { get; init; } = "JAVA";

    /// <summary>The version of its protocol.</summary>
    public string Version { get; init; } = "V4_3_6";

    /// <summary>The traces that it writes, where they differ from those of its group.</summary>
    public ConsumerTraces Traces { get; init; } = new();

    /// <summary>Its own subscriptions: the expression by topic; null for those of the group.</summary>
    public IReadOnlyDictionary<string, string>? Subscriptions { get; init; }
}
