using OnsDlq.Messages;

namespace OnsDlq.Transport;

/// <summary>Estimates the service's clock from the Date headers of its answers. Thread-safe.</summary>
/// <param name="time">The local clock.</param>
/// <remarks>
/// A Date header has whole seconds and was written between sending and receiving, so each answer gives a lower and an upper bound of the offset
/// between the clocks. The bounds of several answers are intersected. Bounds that contradict the earlier ones (a clock was set) replace them. If
/// the local clock was set, or the machine slept, since the last answer, the two cases cannot be distinguished: the bounds are then widened to
/// cover both, and the offset is not known until the service answers again.
/// </remarks>
internal sealed class ServiceClock(TimeProvider time)
{
    /// <summary>A call that took longer than this says too little about the time: the fence of a claim allows one minute for errors.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(1);

    /// <summary>How far the system's clock may differ from the monotonic clock before it counts as set.</summary>
    public static readonly TimeSpan Steady = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private Known? _known;

    /// <summary>
    /// How far the service's clock is ahead of the local one; null before the first answer, and after the local clock was set.
    /// </summary>
    public TimeSpan? Offset => Read() is { IsSteady: true } known ? (known.Least + known.Most) / 2 : null;

    /// <summary>Now, on the service's clock; before the first answer, on the local one.</summary>
    public DateTimeOffset Now => time.GetUtcNow() + (Read() is { } known ? (known.Least + known.Most) / 2 : TimeSpan.Zero);

    /// <summary>The earliest possible time on the service's clock; before the first answer, that of the local one.</summary>
    public DateTimeOffset Earliest => time.GetUtcNow() + (Read()?.Least ?? TimeSpan.Zero);

    /// <summary>The latest possible time on the service's clock; before the first answer, that of the local one.</summary>
    public DateTimeOffset Latest => time.GetUtcNow() + (Read()?.Most ?? TimeSpan.Zero);

    /// <summary>Adds an answer.</summary>
    /// <param name="date">Its Date header, where that is plausible; null otherwise.</param>
    /// <param name="sent">When the request was sent, on the local clock.</param>
    /// <param name="received">When the whole answer was received, on the local clock.</param>
    public void Note(DateTimeOffset? date, DateTimeOffset sent, DateTimeOffset received)
    {
        if (date is not { } said || received < sent || received - sent > LongestCall) return;
        var seen = new Known(said - received, said + Resolution - sent, Moment.Now(time));
        lock (_gate) _known = _known is { } known && IsSteady(known) ? known.Within(seen) ?? seen : seen;
    }

    private bool IsSteady(Known known) => known.At.Shift(time).Duration() <= Steady;

    // The bounds as of now: if the local clock was set back, the service's time is later than the offset says; if the machine slept, it is not.
    private Bounds? Read()
    {
        Known? known;
        lock (_gate) known = _known;
        if (known is null) return null;
        var shift = known.At.Shift(time);
        return shift < TimeSpan.Zero
            ? new(known.Least, known.Most - shift, shift >= -Steady)
            : new(known.Least - shift, known.Most, shift <= Steady);
    }

    private readonly record struct Bounds(TimeSpan Least, TimeSpan Most, bool IsSteady);

    private sealed record Known(TimeSpan Least, TimeSpan Most, Moment At)
    {
        public Known? Within(Known other)
        {
            var both = other with { Least = Least > other.Least ? Least : other.Least, Most = Most < other.Most ? Most : other.Most };
            return both.Least <= both.Most ? both : null;
        }
    }
}
