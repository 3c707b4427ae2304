using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Which attempts are asked for; what is null or empty does not narrow.</summary>
internal sealed record AttemptQuery
{
    public string? Realm { get; init; }

    public string? InstanceId { get; init; }

    public string? GroupId { get; init; }

    public IReadOnlyList<string> MsgIds { get; init; } = [];

    public string? RunId { get; init; }

    public string? AttemptId { get; init; }

    /// <summary>The outcomes that count.</summary>
    public IReadOnlyList<ResendStatus> Statuses { get; init; } = [];

    /// <summary>Claimed at or after, UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Claimed at or before, UTC.</summary>
    public DateTimeOffset? To { get; init; }
}
