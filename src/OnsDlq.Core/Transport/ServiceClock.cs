using OnsDlq.Messages;

namespace OnsDlq.Transport;

/// <summary>The service's clock, as its answers' Date headers show it. May be used by several threads at once.</summary>
/// <param name="time">The local clock.</param>
/// <remarks>
/// A header counts whole seconds and was written at some moment between sending and receiving, so each answer bounds how far the clocks
/// lie apart; the bounds of many answers together are narrower than those of one. Bounds that contradict the earlier ones (somebody
/// set a clock) take their place. Where the local clock was set, or the machine slept, since the last answer, nobody can tell which of the
/// two it was: the bounds then hold both, and the offset is not known until the service answers again.
/// </remarks>
internal sealed class ServiceClock(TimeProvider time)
{
    /// <summary>A call that took longer than this tells too little of the time: the fence of a claim allows one minute for errors.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(1);

    /// <summary>How far the local clock may move from the time that was counted without having been set.</summary>
    public static readonly TimeSpan Steady = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private Known? _known;

    /// <summary>How far the service's clock is ahead of the local one; null while no answer told, or the local one was set since.</summary>
    public TimeSpan? Offset => Read() is { IsSteady: true } known ? (known.Least + known.Most) / 2 : null;

    /// <summary>Now, on the service's clock; on the local one while no answer told.</summary>
    public DateTimeOffset Now => time.GetUtcNow() + (Read() is { } known ? (known.Least + known.Most) / 2 : TimeSpan.Zero);

    /// <summary>The earliest that now can be on the service's clock; on the local one while no answer told.</summary>
    public DateTimeOffset Earliest => time.GetUtcNow() + (Read()?.Least ?? TimeSpan.Zero);

    /// <summary>The latest that now can be on the service's clock; on the local one while no answer told.</summary>
    public DateTimeOffset Latest => time.GetUtcNow() + (Read()?.Most ?? TimeSpan.Zero);

    /// <summary>Takes note of an answer.</summary>
    /// <param name="date">Its Date header, where that can be believed; null otherwise.</param>
    /// <param name="sent">When the request was sent, on the local clock.</param>
    /// <param name="received">When the answer was whole, on the local clock.</param>
    public void Note(DateTimeOffset? date, DateTimeOffset sent, DateTimeOffset received)
    {
        if (date is not { } said || received < sent || received - sent > LongestCall) return;
        var seen = new Known(said - received, said + Resolution - sent, Moment.Now(time));
        lock (_gate) _known = _known is { } known && IsSteady(known) ? known.Within(seen) ?? seen : seen;
    }

    private bool IsSteady(Known known) => known.At.Shift(time).Duration() <= Steady;

    // Seen from now: a clock that was set back makes the service's later than it says, a machine that slept does not.
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
