namespace OnsDlq.Pace;

/// <summary>A moment at which one call may leave.</summary>
/// <param name="Key">Whose pace it is of.</param>
/// <param name="Call">The call that took it.</param>
/// <param name="At">The moment, UTC, as all who share the pace see it.</param>
/// <param name="Due">The same moment on this process's own time, which no change of the clock moves.</param>
/// <param name="Interval">The interval it was taken at, slowed or not.</param>
internal sealed record PaceSlot(PaceKey Key, PacedCall Call, DateTimeOffset At, TimeSpan Due, TimeSpan Interval);
