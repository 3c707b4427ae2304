using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>A time that tests advance, with a wall clock that they can set; the monotonic time is not affected by that.</summary>
internal sealed class SettableTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly ConcurrentDictionary<TimeSpan, Channel<TimeSpan>> _waits = new();
    private TimeSpan _setBy;

    /// <summary>Sets the wall clock forward or back.</summary>
    public void SetClock(TimeSpan by) => _setBy += by;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _setBy;

    /// <inheritdoc/>
    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>Waits until something waits for this long, so that advancing the time by it ends the wait. Each wait counts once.</summary>
    public async Task<TimeSpan> WaitedForAsync(TimeSpan length, CancellationToken cancellationToken) =>
        await Waits(length).Reader.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Waits(dueTime).Writer.TryWrite(dueTime);
        return timer;
    }

    private Channel<TimeSpan> Waits(TimeSpan length) => _waits.GetOrAdd(length, _ => Channel.CreateUnbounded<TimeSpan>());
}
