using OnsDlq.Operations;

namespace OnsDlq.Consumers;

/// <summary>What was found out about a group's consumers.</summary>
internal sealed record ConsumerFacts
{
    public required string GroupId { get; init; }

    public string? InstanceId { get; init; }

    public required string RegionId { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>What the service said of the consumers. Members that are null are not known.</summary>
    public ConsumerStatus Status { get; init; } = new();

    /// <summary>The operation that said whether the group is online.</summary>
    public string OnlineSource { get; init; } = ConsumerStatusCodec.Action;

    /// <summary>The operation that named the subscriptions.</summary>
    public string TopicsSource { get; init; } = ConsumerStatusCodec.Action;

    /// <summary>The topics of the group's dead letters; null where they are not known.</summary>
    public IReadOnlyList<string>? DeadLetterTopics { get; init; }

    /// <summary>For each operation that failed, a sentence that says what is not known therefore.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];
}
