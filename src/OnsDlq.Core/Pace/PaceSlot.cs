namespace OnsDlq.Pace;

/// <summary>A time slot, at which one call may leave.</summary>
/// <param name="Key">Whose pace it is of.</param>
/// <param name="Call">The call that took it.</param>
/// <param name="At">The moment, UTC, as in the shared schedule.</param>
/// <param name="Due">The same moment on this process's monotonic clock, which no change of the system's clock moves.</param>
/// <param name="Interval">The interval that it was taken at, slowed by throttling or not.</param>
internal sealed record PaceSlot(PaceKey Key, PacedCall Call, DateTimeOffset At, TimeSpan Due, TimeSpan Interval)
{
    /// <summary>When it was given to be prepared for, on the process's monotonic clock.</summary>
    public TimeSpan GivenAt { get; init; }
}
