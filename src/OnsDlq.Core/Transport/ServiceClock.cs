namespace OnsDlq.Transport;

/// <summary>The service's clock, as its answers' Date headers show it. May be used by several threads at once.</summary>
/// <param name="time">The local clock.</param>
/// <remarks>
/// A header counts whole seconds and was written at some moment between sending and receiving, so each answer bounds how far the clocks
/// lie apart; the bounds of many answers together are narrower than those of one. Bounds that contradict the earlier ones (somebody
/// set a clock) take their place.
/// </remarks>
internal sealed class ServiceClock(TimeProvider time)
{
    /// <summary>A call that took longer than this tells too little of the time: the fence of a claim allows one minute for errors.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private Bounds? _bounds;

    /// <summary>How far the service's clock is ahead of the local one; null while no answer told.</summary>
    public TimeSpan? Offset => Read() is { } bounds ? (bounds.Least + bounds.Most) / 2 : null;

    /// <summary>Now, on the service's clock; on the local one while no answer told.</summary>
    public DateTimeOffset Now => time.GetUtcNow() + (Offset ?? TimeSpan.Zero);

    /// <summary>The latest that now can be on the service's clock; on the local one while no answer told.</summary>
    public DateTimeOffset Latest => time.GetUtcNow() + (Read()?.Most ?? TimeSpan.Zero);

    /// <summary>Takes note of an answer.</summary>
    /// <param name="date">Its Date header; null where it has none.</param>
    /// <param name="sent">When the request was sent, on the local clock.</param>
    /// <param name="received">When the answer was whole, on the local clock.</param>
    public void Note(DateTimeOffset? date, DateTimeOffset sent, DateTimeOffset received)
    {
        if (date is not { } said || received < sent || received - sent > LongestCall) return;
        var seen = new Bounds(said - received, said + Resolution - sent);
        lock (_gate) _bounds = _bounds?.Within(seen) ?? seen;
    }

    private Bounds? Read()
    {
        lock (_gate) return _bounds;
    }

    private sealed record Bounds(TimeSpan Least, TimeSpan Most)
    {
        public Bounds? Within(Bounds other)
        {
            var both = new Bounds(Least > other.Least ? Least : other.Least, Most < other.Most ? Most : other.Most);
            return both.Least <= both.Most ? both : null;
        }
    }
}
