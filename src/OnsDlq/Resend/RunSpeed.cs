namespace OnsDlq.Resend;

/// <summary>How fast a run sends: measured since its first message was queued, but at most the rate of its pace.</summary>
/// <param name="time">The clock.</param>
/// <param name="most">The most resends per second.</param>
internal sealed class RunSpeed(TimeProvider time, double most)
{
    private const long NotBegun = long.MinValue;

    // A measurement over a shorter time says little.
    private static readonly TimeSpan LeastMeasured = TimeSpan.FromSeconds(1);

    // Written by the thread that queues, read by the pipeline thread.
    private long _began = NotBegun;

    /// <summary>Notes the time of the first queued message.</summary>
    public void NoteQueued() => Interlocked.CompareExchange(ref _began, time.GetTimestamp(), NotBegun);

    /// <summary>Messages per second so far, given how many were sent; null while the measured time is too short.</summary>
    public double? PerSecond(int sent)
    {
        var began = Interlocked.Read(ref _began);
        if (began == NotBegun || sent == 0) return null;
        var elapsed = time.GetElapsedTime(began);
        return elapsed >= LeastMeasured ? sent / elapsed.TotalSeconds : null;
    }

    /// <summary>
    /// How long a number of messages will take, given how many were sent so far; the least possible time while the measured time is too short.
    /// </summary>
    public TimeSpan TimeFor(int messages, int sent)
    {
        var seconds = Math.Max(0, messages) / Math.Min(most, PerSecond(sent) ?? most);
        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
    }
}
