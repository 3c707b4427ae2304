using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>
/// A few messages of a group that are sent first, while the others wait for what becomes of them. A group has one open canary at most; its
/// attempts carry its ID, and are never more than its size, but for those that were proven not executed. Its times are on the service's clock, as far
/// as the process knew it.
/// </summary>
internal sealed record Canary
{
    public required string CanaryId { get; init; }

    /// <summary>The group.</summary>
    public required QueueKey Queue { get; init; }

    /// <summary>The run that began it.</summary>
    public required string RunId { get; init; }

    /// <summary>How many messages it has, from 1.</summary>
    public required int Size { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>Until when its run waits for evidence, in UTC.</summary>
    public required DateTimeOffset Deadline { get; init; }

    public CanaryState State { get; init; }

    /// <summary>When it ended, in UTC; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What was seen at its end, for people; null while it is open.</summary>
    public string? Seen { get; init; }
}
