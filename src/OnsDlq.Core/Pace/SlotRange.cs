namespace OnsDlq.Pace;

/// <summary>Slots that were taken together, one interval apart.</summary>
/// <param name="first">The first, UTC.</param>
/// <param name="due">The first on the process's monotonic clock.</param>
/// <param name="count">How many.</param>
/// <param name="interval">The time between them.</param>
internal sealed class SlotRange(DateTimeOffset first, TimeSpan due, int count, TimeSpan interval)
{
    // As much as a timer may be late. Slots closer together than this may be used in small bursts of this length.
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(20);

    private long _used;

    public TimeSpan Interval => interval;

    /// <summary>Whether at least half of the slots are used or have passed.</summary>
    public bool IsHalfUsed => _used * 2 >= count;

    /// <summary>The next slot, for one use, and when it is due; null where none is left. Slots that were not used in time are lost.</summary>
    /// <param name="elapsed">Now, on the process's monotonic clock.</param>
    public (DateTimeOffset At, TimeSpan Due)? Next(TimeSpan elapsed)
    {
        if (count > 1 && elapsed - Late - due is { Ticks: > 0 } passed) _used = Math.Max(_used, passed.Ticks / interval.Ticks);
        if (_used >= count) return null;
        var offset = _used++ * interval;
        return (first + offset, due + offset);
    }
}
