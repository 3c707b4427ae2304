using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Evidence;

/// <summary>
/// Which trace to ask for next, so that the quota is used where it pays: first those never asked for, of these first what is Unknown or Failed,
/// and then the oldest; after that, each when something new can be expected. Pure functions and their state; for one thread at a time.
/// </summary>
internal sealed class AskOrder
{
    /// <summary>How long after its end the trace of an attempt is asked for at the earliest.</summary>
    public static readonly TimeSpan Soonest = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    // The service's delays between the tries of a delivery, in seconds (help page "Message retry").
    private static readonly int[] RetryDelays = [10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800, 3600, 7200];

    private readonly PriorityQueue<EvidenceTarget, (TimeSpan Due, int Rank, DateTimeOffset ClaimedAt)> _waiting = new();

    /// <summary>When the next one is due, on the clock of the caller; null where none waits.</summary>
    public TimeSpan? Due => _waiting.TryPeek(out _, out var next) ? next.Due : null;

    /// <summary>Adds an attempt whose trace was never asked for.</summary>
    /// <param name="target">The attempt.</param>
    /// <param name="now">Now, on the caller's clock.</param>
    /// <param name="age">How long ago the attempt ended.</param>
    public void Add(EvidenceTarget target, TimeSpan now, TimeSpan age)
    {
        var wait = Soonest - age;
        var settles = target.Attempt.Outcome?.Status is ResendStatus.Unknown or ResendStatus.Failed;
        _waiting.Enqueue(target, (wait > TimeSpan.Zero ? now + wait : TimeSpan.Zero, settles ? 0 : 1, target.Attempt.ClaimedAt));
    }

    /// <summary>Adds one again after its trace was asked for; not where nothing new can be expected.</summary>
    /// <param name="target">The attempt.</param>
    /// <param name="now">Now, on the caller's clock.</param>
    /// <param name="serviceNow">Now, on the service's clock.</param>
    public void AddAgain(EvidenceTarget target, TimeSpan now, DateTimeOffset serviceNow)
    {
        if (WaitAfter(target.Evidence, target.Looks, serviceNow) is { } wait) _waiting.Enqueue(target, (now + wait, 2, target.Attempt.ClaimedAt));
    }

    /// <summary>Takes the next one that is due; null where none is. What was settled to Rejected meanwhile has no effect to look for.</summary>
    public EvidenceTarget? Next(TimeSpan now)
    {
        while (_waiting.TryPeek(out var target, out var next) && next.Due <= now)
        {
            _waiting.Dequeue();
            if (target is { IsTold: false, Attempt.MayBeExecuted: true, Evidence: null or { IsFinal: false } }) return target;
        }

        return null;
    }

    /// <summary>How long to wait until a trace may show more; null where it will not.</summary>
    public static TimeSpan? WaitAfter(AttemptEvidence? evidence, int looks, DateTimeOffset serviceNow)
    {
        if (evidence is null) return First;
        if (evidence.IsFinal || evidence.Reason is EvidenceReason.TooOld or EvidenceReason.NoTopic or EvidenceReason.SeveralResends) return null;
        if (evidence is { Verdict: EvidenceVerdict.ConsumeFailed, EventAt: { } failed, Failures: > 0 })
        {
            var delay = TimeSpan.FromSeconds(RetryDelays[Math.Min(evidence.Failures, RetryDelays.Length) - 1]);
            var retried = failed + delay + Soonest - serviceNow;
            return retried > First ? retried : First;
        }

        var wait = First * Math.Pow(2, Math.Clamp(looks - 1, 0, 10));
        return wait < Longest ? wait : Longest;
    }
}
