namespace OnsDlq.Messages;

/// <summary>A moment on both clocks of the machine: the system's clock (wall clock), which can be set, and the monotonic clock.</summary>
/// <param name="Utc">The time on the system's clock.</param>
/// <param name="Timestamp">The time on the monotonic clock, which may stop while the machine sleeps.</param>
internal sealed record Moment(DateTimeOffset Utc, long Timestamp)
{
    public static Moment Now(TimeProvider time) => new(time.GetUtcNow(), time.GetTimestamp());

    /// <summary>By how much the system's clock was set forward since (back where negative), compared with the monotonic clock.</summary>
    public TimeSpan Shift(TimeProvider time) => time.GetUtcNow() - Utc - time.GetElapsedTime(Timestamp);

    /// <summary>
    /// How long ago it was, at most: by the clock that shows the longer time, since one may have been set back and the other may have stopped.
    /// </summary>
    public TimeSpan Age(TimeProvider time)
    {
        var (seen, counted) = ((time.GetUtcNow() - Utc).Duration(), time.GetElapsedTime(Timestamp));
        return seen > counted ? seen : counted;
    }
}
