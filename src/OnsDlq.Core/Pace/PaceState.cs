namespace OnsDlq.Pace;

/// <summary>How a pace stands after the service slowed it.</summary>
/// <param name="SlowedTo">The interval between calls that throttling forced; zero where it forced none.</param>
/// <param name="HoldUntil">No call leaves before this moment, UTC.</param>
/// <param name="ChangedAt">When it was last slowed or sped up, UTC.</param>
internal sealed record PaceState(TimeSpan SlowedTo, DateTimeOffset HoldUntil, DateTimeOffset ChangedAt)
{
    /// <summary>A pace nobody slowed.</summary>
    public static PaceState Free { get; } = new(TimeSpan.Zero, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
}
