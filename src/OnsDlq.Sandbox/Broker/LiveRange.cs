namespace OnsDlq.Sandbox.Broker;

/// <summary>
/// The store times (Unix ms, both ends included) of the entries in the queue now: at most three days old, and not in the future. A dead letter
/// that is due later is added at once with a future store time, and becomes visible when the clock reaches it, so no timer is needed.
/// </summary>
internal readonly record struct LiveRange(long First, long Last)
{
    /// <summary>How long the service keeps a dead letter, in ms.</summary>
    public const long RetentionMs = 3L * 24 * 60 * 60 * 1000;

    /// <summary>The range at a moment, Unix ms.</summary>
    public static LiveRange At(long now) => new(now - RetentionMs + 1, now);

    /// <summary>Whether an entry stored then is in the queue.</summary>
    public bool Contains(long storeTimestamp) => storeTimestamp >= First && storeTimestamp <= Last;
}
