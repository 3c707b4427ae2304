namespace OnsDlq.Core.Tests.Evidence;

/// <summary>A clock that runs faster than the machine's, and its timers with it.</summary>
/// <param name="speed">How many times as fast.</param>
/// <param name="start">The time at the start; by default the machine's.</param>
internal sealed class QuickTime(int speed, DateTimeOffset? start = null) : TimeProvider
{
    private readonly DateTimeOffset _start = start ?? System.GetUtcNow();
    private readonly long _began = System.GetTimestamp();

    /// <inheritdoc/>
    public override long TimestampFrequency => System.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => _began + ((System.GetTimestamp() - _began) * speed);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + GetElapsedTime(_began);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / speed : dueTime, period);
}
