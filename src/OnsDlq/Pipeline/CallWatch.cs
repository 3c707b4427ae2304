using OnsDlq.Transport;

namespace OnsDlq.Pipeline;

/// <summary>Counts the calls of a command, and knows until when it waits for the service's quota. Thread-safe.</summary>
/// <param name="time">The clock.</param>
internal sealed class CallWatch(TimeProvider time)
{
    private long _calls;
    private long _heldUntil;

    /// <summary>How many tries were made.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>How long calls still wait because the service's quota is used up.</summary>
    public TimeSpan Wait => TimeSpan.FromTicks(Math.Max(0, Interlocked.Read(ref _heldUntil) - time.GetUtcNow().UtcTicks));

    /// <summary>What to add to a progress text while they wait; empty otherwise.</summary>
    public string Waiting =>
        Wait is { Ticks: > 0 } wait ? FormattableString.Invariant($"; waiting for the quota, about {Math.Ceiling(wait.TotalSeconds):0} s") : "";

    /// <summary>The same settings of calls, whose tries are also noted here.</summary>
    public CallContext Watch(CallContext context)
    {
        var observer = context.Observer;
        return context with
        {
            Observer = record =>
            {
                Note(record);
                observer?.Invoke(record);
            },
        };
    }

    // Any answer that is not throttled shows that the quota is free again.
    private void Note(CallRecord record)
    {
        Interlocked.Increment(ref _calls);
        if (record is { IsThrottled: true, RetryIn: { } wait }) Interlocked.Exchange(ref _heldUntil, (time.GetUtcNow() + wait).UtcTicks);
        else if (record.StatusCode is not null) Interlocked.Exchange(ref _heldUntil, 0);
    }
}
