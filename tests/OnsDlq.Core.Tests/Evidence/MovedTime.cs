namespace OnsDlq.Core.Tests.Evidence;

/// <summary>The machine's clock, moved forward as time that has passed.</summary>
internal sealed class MovedTime : TimeProvider
{
    /// <summary>By how much it was moved.</summary>
    public TimeSpan By { get; set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + By;

    /// <inheritdoc/>
    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + By.Ticks;
}
