namespace OnsDlq.Messages;

/// <summary>A moment on both of a machine's clocks: the one that people see and set, and the count of time that nobody sets.</summary>
/// <param name="Utc">On the clock that people see.</param>
/// <param name="Timestamp">On the count of time, which may stand still while the machine sleeps.</param>
internal sealed record Moment(DateTimeOffset Utc, long Timestamp)
{
    public static Moment Now(TimeProvider time) => new(time.GetUtcNow(), time.GetTimestamp());

    /// <summary>How far the clock that people see has moved since beyond the time that was counted: set forward, or back where negative.</summary>
    public TimeSpan Shift(TimeProvider time) => time.GetUtcNow() - Utc - time.GetElapsedTime(Timestamp);

    /// <summary>How long ago it was, by the clock that says more: whether one was set or the other stood still, no more went by.</summary>
    public TimeSpan Age(TimeProvider time)
    {
        var (seen, counted) = ((time.GetUtcNow() - Utc).Duration(), time.GetElapsedTime(Timestamp));
        return seen > counted ? seen : counted;
    }
}
