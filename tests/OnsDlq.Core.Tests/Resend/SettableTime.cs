using Microsoft.Extensions.Time.Testing;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>A time that tests advance, with a wall clock that they can set; the monotonic time is not affected by that.</summary>
internal sealed class SettableTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan _setBy;

    /// <summary>Sets the wall clock forward or back.</summary>
    public void SetClock(TimeSpan by) => _setBy += by;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _setBy;

    /// <inheritdoc/>
    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
