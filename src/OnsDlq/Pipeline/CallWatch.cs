using OnsDlq.Pace;
using OnsDlq.Transport;

namespace OnsDlq.Pipeline;

/// <summary>
/// Counts the calls of a command, and knows until when it waits: for the service's quota, or at a slow pace for its turn. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class CallWatch(TimeProvider time)
{
    private long _calls;
    private long _heldUntil;
    private long _turnAt;

    /// <summary>How many tries were made.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>How long calls still wait because the service's quota is used up.</summary>
    public TimeSpan Wait => Until(ref _heldUntil);

    /// <summary>What to add to a progress text while they wait; empty otherwise. A turn that comes within a second is not worth it.</summary>
    public string Waiting =>
        Wait is { Ticks: > 0 } wait ? FormattableString.Invariant($"; waiting for the quota, about {Math.Ceiling(wait.TotalSeconds):0} s")
        : Until(ref _turnAt) is { TotalSeconds: > 1 } turn ? FormattableString.Invariant($"; the next call in about {Math.Ceiling(turn.TotalSeconds):0} s")
        : "";

    /// <summary>The same settings of calls, whose tries and waits are also noted here.</summary>
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
            Waits = Note,
        };
    }

    // Any answer that is not throttled shows that the quota is free again.
    private void Note(CallRecord record)
    {
        Interlocked.Increment(ref _calls);
        if (record is { IsThrottled: true, RetryIn: { } wait }) Interlocked.Exchange(ref _heldUntil, (time.GetUtcNow() + wait).UtcTicks);
        else if (record.StatusCode is not null) Interlocked.Exchange(ref _heldUntil, 0);
    }

    // A hold that any process has set, as far as the journal says.
    private void Note(PaceWait wait) =>
        Interlocked.Exchange(ref wait.IsHold ? ref _heldUntil : ref _turnAt, (time.GetUtcNow() + wait.Length).UtcTicks);

    private TimeSpan Until(ref long moment) => TimeSpan.FromTicks(Math.Max(0, Interlocked.Read(ref moment) - time.GetUtcNow().UtcTicks));
}
