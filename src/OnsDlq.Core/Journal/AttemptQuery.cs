using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Which attempts to read. A filter that is null or empty matches all.</summary>
internal sealed record AttemptQuery
{
    public string? Realm { get; init; }

    public string? InstanceId { get; init; }

    public string? GroupId { get; init; }

    public IReadOnlyList<string> MsgIds { get; init; } = [];

    public string? RunId { get; init; }

    public string? AttemptId { get; init; }

    /// <summary>Only the attempts of this canary.</summary>
    public string? CanaryId { get; init; }

    /// <summary>The statuses by the outcome that counts.</summary>
    public IReadOnlyList<ResendStatus> Statuses { get; init; } = [];

    /// <summary>Claimed at or after, UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Claimed at or before, UTC.</summary>
    public DateTimeOffset? To { get; init; }
}
