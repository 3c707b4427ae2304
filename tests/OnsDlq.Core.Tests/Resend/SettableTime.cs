using Microsoft.Extensions.Time.Testing;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>A time that tests move, with a clock on it that they set: the time that is counted does not care.</summary>
internal sealed class SettableTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan _setBy;

    /// <summary>Sets the clock forward, or back.</summary>
    public void SetClock(TimeSpan by) => _setBy += by;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _setBy;

    /// <inheritdoc/>
    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
