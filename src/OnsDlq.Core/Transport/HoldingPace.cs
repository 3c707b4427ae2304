namespace OnsDlq.Transport;

/// <summary>
/// The pace of one connection. It limits nothing until the service throttles an operation; then all callers of that operation are held,
/// and let go one after another, at a rate that rises again with every call that is answered.
/// </summary>
internal sealed class HoldingPace(TimeProvider time) : IPace
{
    // 600 calls in 60 s is the quota of each dead-letter operation (ons-api facts 1.16).
    private static readonly TimeSpan QuotaGap = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WidestGap = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NoGap = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan FirstHold = TimeSpan.FromSeconds(1);
    private const double SpeedUp = 0.9;

    private readonly object _gate = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly long _start = time.GetTimestamp();

    // Time that no change of the clock turns back.
    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <inheritdoc/>
    public async ValueTask WaitAsync(string action, CancellationToken cancellationToken)
    {
        while (Reserve(action) is { } slot)
        {
            if (slot.Wait > TimeSpan.Zero) await Task.Delay(slot.Wait, time, cancellationToken).ConfigureAwait(false);
            if (IsGood(slot)) return;
        }
    }

    /// <inheritdoc/>
    public TimeSpan Throttled(string action, TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            var now = Now;
            if (!_lanes.TryGetValue(action, out var lane)) _lanes[action] = lane = new Lane();

            // Calls that left together are refused together: they are one refusal, which may only lengthen the hold.
            if (now >= lane.HeldUntil)
            {
                lane.Refusals++;
                lane.Gap = lane.Gap < QuotaGap ? QuotaGap : lane.Gap * 2 < WidestGap ? lane.Gap * 2 : WidestGap;
            }

            var until = now + (retryAfter is { } asked ? RetryWait.Bounded(asked) : RetryWait.BackOff(lane.Refusals, FirstHold));
            if (until > lane.HeldUntil)
            {
                lane.HeldUntil = lane.Next = until;
                lane.Hold++;
            }

            return lane.HeldUntil - now;
        }
    }

    /// <inheritdoc/>
    public void Answered(string action)
    {
        lock (_gate)
        {
            // An answer to a call that left before the hold says nothing about the hold.
            if (!_lanes.TryGetValue(action, out var lane) || Now < lane.HeldUntil) return;
            lane.Refusals = 0;
            lane.Gap *= SpeedUp;
            if (lane.Gap < NoGap) _lanes.Remove(action);
        }
    }

    private Slot? Reserve(string action)
    {
        lock (_gate)
        {
            if (!_lanes.TryGetValue(action, out var lane)) return null;
            var now = Now;
            var at = lane.Next > now ? lane.Next : now;
            lane.Next = at + lane.Gap;
            return new Slot(lane, at - now, lane.Hold);
        }
    }

    // A hold that began or grew while the slot was waited for makes the slot void.
    private bool IsGood(Slot slot)
    {
        lock (_gate) return slot.Lane.Hold == slot.Hold;
    }

    private readonly record struct Slot(Lane Lane, TimeSpan Wait, int Hold);

    private sealed class Lane
    {
        /// <summary>Until when nothing may leave.</summary>
        public TimeSpan HeldUntil { get; set; }

        /// <summary>When the next call may leave.</summary>
        public TimeSpan Next { get; set; }

        /// <summary>The time between two calls.</summary>
        public TimeSpan Gap { get; set; }

        /// <summary>Refusals in a row.</summary>
        public int Refusals { get; set; }

        /// <summary>Which hold this is: raised whenever one begins or grows.</summary>
        public int Hold { get; set; }
    }
}
