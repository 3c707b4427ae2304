namespace OnsDlq.Resend;

/// <summary>How fast a run sends: as measured since its first message was queued, and no faster than its pace lets it.</summary>
/// <param name="time">Tells how much time has gone by.</param>
/// <param name="most">How many resends may leave in a second.</param>
internal sealed class RunSpeed(TimeProvider time, double most)
{
    // What is measured over less says little.
    private static readonly TimeSpan LeastMeasured = TimeSpan.FromSeconds(1);

    private long? _began;

    /// <summary>How many messages were queued.</summary>
    public int Queued { get; private set; }

    /// <summary>Takes note that a message was queued.</summary>
    public void NoteQueued()
    {
        _began ??= time.GetTimestamp();
        Queued++;
    }

    /// <summary>Messages a second so far, given how many were sent; null while too little is known.</summary>
    public double? PerSecond(int sent) =>
        _began is { } began && sent > 0 && time.GetElapsedTime(began) is var elapsed && elapsed >= LeastMeasured ? sent / elapsed.TotalSeconds : null;

    /// <summary>How long a number of messages will take, given how many were sent so far; at the least, while too little is known.</summary>
    public TimeSpan TimeFor(int messages, int sent)
    {
        var seconds = Math.Max(0, messages) / Math.Min(most, PerSecond(sent) ?? most);
        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
    }
}
