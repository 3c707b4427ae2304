namespace OnsDlq.Listing;

/// <summary>
/// Tells how long to wait for the answer to an ID before the next one is asked for. Where IDs come fast, not at all: they are looked up side by
/// side.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ProducerPauses(TimeProvider time)
{
    /// <summary>The shortest pause between two IDs that counts as slow.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    private long _wentOnAt;
    private Task? _last;

    /// <summary>
    /// Called when an ID arrives. The first one is looked up alone anyway. For a later one it depends on the pause before it, and on whether the
    /// look-ups keep up: with an answer outstanding there is no wait, so that slow look-ups still run side by side.
    /// </summary>
    public TimeSpan Arrived()
    {
        if (_last is null) return Most;
        var pause = time.GetElapsedTime(_wentOnAt);
        if (pause < Slow || !_last.IsCompleted) return TimeSpan.Zero;
        return pause < Most ? pause : Most;
    }

    /// <summary>Called before the next ID is asked for.</summary>
    /// <param name="shown">Completes when the answer to the last one is written.</param>
    public void GoOn(Task shown) => (_wentOnAt, _last) = (time.GetTimestamp(), shown);
}
