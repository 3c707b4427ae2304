namespace OnsDlq.Resend;

/// <summary>How fast a run sends, measured since its first message was queued.</summary>
/// <param name="time">Tells how much time has gone by.</param>
internal sealed class RunSpeed(TimeProvider time)
{
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

    /// <summary>Messages a second, given how many came to an end; null while too little is known.</summary>
    public double? PerSecond(int ended) =>
        _began is { } began && ended > 0 && time.GetElapsedTime(began) is var elapsed && elapsed >= LeastMeasured ? ended / elapsed.TotalSeconds : null;

    /// <summary>How long a number of messages will take at the speed so far; null while too little is known.</summary>
    public TimeSpan? TimeFor(int messages, int ended)
    {
        if (messages <= 0) return TimeSpan.Zero;
        return PerSecond(ended) is { } speed && messages / speed < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(messages / speed) : null;
    }
}
