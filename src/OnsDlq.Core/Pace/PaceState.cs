namespace OnsDlq.Pace;

/// <summary>The state of a pace: how throttling has slowed it.</summary>
/// <param name="SlowedTo">The interval between calls that throttling has forced; zero for none.</param>
/// <param name="HoldUntil">No call leaves before this moment, UTC.</param>
/// <param name="ChangedAt">When it was last slowed or sped up, UTC.</param>
internal sealed record PaceState(TimeSpan SlowedTo, DateTimeOffset HoldUntil, DateTimeOffset ChangedAt)
{
    /// <summary>A pace that is not slowed.</summary>
    public static PaceState Free { get; } = new(TimeSpan.Zero, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
}
