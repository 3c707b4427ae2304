namespace OnsDlq.Sandbox.Protocol;

/// <summary>The service's clock: real time plus an offset that the control API can change.</summary>
internal sealed class SandboxClock(TimeProvider time) : TimeProvider
{
    private long _offsetTicks;
    private long _storedAheadTicks;
    private string _date = "";

    /// <summary>How far the service's clock is ahead of the machine's.</summary>
    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));
        set => Interlocked.Exchange(ref _offsetTicks, value.Ticks);
    }

    /// <summary>The Date header of answers in place of the time; empty for the time.</summary>
    public string Date
    {
        get => Volatile.Read(ref _date);
        set => Volatile.Write(ref _date, value);
    }

    /// <summary>How far the clock for store times is ahead of the one for Date headers.</summary>
    public TimeSpan StoredAhead
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _storedAheadTicks));
        set => Interlocked.Exchange(ref _storedAheadTicks, value.Ticks);
    }

    /// <summary>Moves the service's clock forward, or back where negative.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Offset;

    /// <inheritdoc/>
    public override long GetTimestamp() => time.GetTimestamp();

    /// <inheritdoc/>
    public override long TimestampFrequency => time.TimestampFrequency;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
