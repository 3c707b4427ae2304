namespace OnsDlq.Resend;

/// <summary>How fast a run sends: measured since its first message was queued, but at most the rate of its pace.</summary>
/// <param name="time">The clock.</param>
/// <param name="most">The most resends per second.</param>
internal sealed class RunSpeed(TimeProvider time, double most)
{
    // A measurement over a shorter time says little.
    private static readonly TimeSpan LeastMeasured = TimeSpan.FromSeconds(1);

    private long? _began;

    public int Queued { get; private set; }

    /// <summary>Counts a queued message.</summary>
    public void NoteQueued()
    {
        _began ??= time.GetTimestamp();
        Queued++;
    }

    /// <summary>Messages per second so far, given how many were sent; null while the measured time is too short.</summary>
    public double? PerSecond(int sent) =>
        _began is { } began && sent > 0 && time.GetElapsedTime(began) is var elapsed && elapsed >= LeastMeasured ? sent / elapsed.TotalSeconds : null;

    /// <summary>
    /// How long a number of messages will take, given how many were sent so far; the least possible time while the measured time is too short.
    /// </summary>
    public TimeSpan TimeFor(int messages, int sent)
    {
        var seconds = Math.Max(0, messages) / Math.Min(most, PerSecond(sent) ?? most);
        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
    }
}
