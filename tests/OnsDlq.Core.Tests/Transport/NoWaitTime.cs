using System.Collections.Concurrent;
using OnsDlq.Pace;

namespace OnsDlq.Core.Tests.Transport;

/// <summary>
/// A clock on which waits of up to ten minutes end at once: it advances by the wait and records it. Longer timers never fire, so
/// give tries a time limit of an hour.
/// </summary>
/// <param name="start">The time at the start; a fixed time by default.</param>
internal sealed class NoWaitTime(DateTimeOffset? start = null) : TimeProvider
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RealPatience = TimeSpan.FromSeconds(20);
    private readonly ConcurrentQueue<TimeSpan> _waits = new();
    private readonly DateTimeOffset _start = start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _ticks;

    /// <summary>A time limit that never runs out on this clock.</summary>
    public static TimeSpan Never { get; } = TimeSpan.FromHours(1);

    /// <summary>Every wait, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start.AddTicks(GetTimestamp());

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime > Longest) return new Timer(_ => { }, null, Timeout.Infinite, Timeout.Infinite);
        _waits.Enqueue(dueTime);
        if (dueTime == PaceSource.Patience)
        {
            // The time limit for the journal, which answers at once: it must not expire before that, however busy the machine is.
            return new Timer(
                _ =>
                {
                    Interlocked.Add(ref _ticks, dueTime.Ticks);
                    callback(state);
                },
                null, RealPatience, Timeout.InfiniteTimeSpan);
        }

        Interlocked.Add(ref _ticks, dueTime.Ticks);
        return new Timer(_ => callback(state), null, 0, Timeout.Infinite);
    }
}
