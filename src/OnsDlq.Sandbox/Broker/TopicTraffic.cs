namespace OnsDlq.Sandbox.Broker;

/// <summary>What a group does with the other messages of a topic, which are no dead letters and which the sandbox does not have.</summary>
internal sealed record TopicTraffic
{
    /// <summary>No other messages.</summary>
    public static TopicTraffic None { get; } = new();

    /// <summary>How many wait to be consumed.</summary>
    public long Backlog { get; init; }

    /// <summary>How old the oldest of these is, in ms.</summary>
    public long DelayMs { get; init; }

    /// <summary>How many are consumed in a second.</summary>
    public double OkTps { get; init; }

    /// <summary>How many fail in a second.</summary>
    public double FailedTps { get; init; }

    /// <summary>How many failed in the last hour.</summary>
    public long FailedPerHour { get; init; }

    /// <summary>How long one of them takes, in ms; 0 for what a resent message takes.</summary>
    public double RtMs { get; init; }
}
