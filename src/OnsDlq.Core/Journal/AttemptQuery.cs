using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Which attempts are asked for; what is null or empty does not narrow.</summary>
internal sealed record AttemptQuery
{
    /// <summary>The realm.</summary>
    public string? Realm { get; init; }

    /// <summary>The instance.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The consumer group.</summary>
    public string? GroupId { get; init; }

    /// <summary>The message IDs.</summary>
    public IReadOnlyList<string> MsgIds { get; init; } = [];

    /// <summary>The run.</summary>
    public string? RunId { get; init; }

    /// <summary>The attempt.</summary>
    public string? AttemptId { get; init; }

    /// <summary>The outcomes that count.</summary>
    public IReadOnlyList<ResendStatus> Statuses { get; init; } = [];

    /// <summary>Claimed at or after, UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Claimed at or before, UTC.</summary>
    public DateTimeOffset? To { get; init; }
}
