namespace OnsDlq.Pace;

/// <summary>The arithmetic of a pace: when calls may leave, how throttling slows them and how they recover. Pure functions.</summary>
/// <remarks>
/// Measured by simulation against a quota of 600 in 60 s, fixed and sliding, with and without a wish of the service how long to wait,
/// alone and beside somebody who takes half of it: at most 0.8 % of the calls are refused, and at most 4 % of the time is lost.
/// </remarks>
internal static class PaceRule
{
    /// <summary>Calls a second where nobody says otherwise: steady, they meet the quota of 600 in 60 s (ons-api facts 1.16).</summary>
    public const double DefaultRate = 10;

    /// <summary>How much time slots that are taken at once cover at most: it bounds both what a store is asked and what can be lost.</summary>
    public static readonly TimeSpan RangeLength = TimeSpan.FromMilliseconds(50);

    /// <summary>The hold after a refusal that names none; it doubles with each refusal that follows without an answer in between.</summary>
    public static readonly TimeSpan FirstHold = TimeSpan.FromSeconds(1);

    /// <summary>Throttling slows calls down to one in this time, not further.</summary>
    public static readonly TimeSpan SlowestInterval = TimeSpan.FromSeconds(1);

    // Nothing true lies further ahead, but for slots of slow paces: what does was written before a clock was set back.
    private static readonly TimeSpan Horizon = 2 * RetryWait.LongestAskedFor;
    private const int SlotsAhead = 100;

    private static readonly TimeSpan LeastTolerance = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MostTolerance = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RecoveryStep = TimeSpan.FromSeconds(1);
    private const double SlowDown = 1.25;
    private const double SpeedUpASecond = 0.99;

    /// <summary>The time between two calls at a rate.</summary>
    /// <param name="callsPerSecond">A number above 0.</param>
    public static TimeSpan Interval(double callsPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(callsPerSecond);
        var ticks = TimeSpan.TicksPerSecond / callsPerSecond;
        return TimeSpan.FromTicks((long)Math.Clamp(Math.Ceiling(ticks), 1, TimeSpan.TicksPerDay));
    }

    /// <summary>How many slots are taken at once: one, unless they are less than <see cref="RangeLength"/> apart.</summary>
    public static int SlotsAtOnce(TimeSpan interval) => (int)Math.Max(1, RangeLength.Ticks / interval.Ticks);

    /// <summary>How long before its slot a call may be prepared (claimed), so that it leaves on time.</summary>
    public static TimeSpan Lead(TimeSpan interval) => interval / 2 < RangeLength ? interval / 2 : RangeLength;

    /// <summary>How late a slot may be used: half an interval, but from 50 to 500 ms. After that it has passed.</summary>
    public static TimeSpan Tolerance(TimeSpan interval)
    {
        var half = interval / 2;
        return half < LeastTolerance ? LeastTolerance : half < MostTolerance ? half : MostTolerance;
    }

    /// <summary>The first slot that is free: the next after those taken, but none that has passed, and none that is out of all reason.</summary>
    /// <param name="next">What follows the slots taken so far; null where none was taken.</param>
    /// <param name="interval">The time between slots for who asks.</param>
    /// <param name="now">The time.</param>
    public static DateTimeOffset FirstSlot(DateTimeOffset? next, TimeSpan interval, DateTimeOffset now) =>
        next is { } free && free > now && free - now <= Horizon + (SlotsAhead * interval) ? free : now.ToUniversalTime();

    /// <summary>A state as far as it can be true: one from before a clock was set back is forgotten, or it would hold calls for hours.</summary>
    public static PaceState Believed(PaceState state, DateTimeOffset now) =>
        state.HoldUntil - now > Horizon || state.ChangedAt - now > Horizon ? PaceState.Free : state;

    /// <summary>Whether a state slows nothing, and no answer could change it.</summary>
    public static bool IsFree(PaceState state) => state.SlowedTo == TimeSpan.Zero && state.ChangedAt >= state.HoldUntil;

    /// <summary>The state after a call was refused as one too many: calls are held, and slowed by a quarter.</summary>
    /// <param name="state">The state so far.</param>
    /// <param name="slot">The slot of the call.</param>
    /// <param name="interval">The interval that the caller asks for.</param>
    /// <param name="now">The time.</param>
    /// <param name="retryAfter">How long the service asks to wait; null where it does not.</param>
    public static PaceState Slowed(PaceState state, DateTimeOffset slot, TimeSpan interval, DateTimeOffset now, TimeSpan? retryAfter)
    {
        var asked = retryAfter is { } wish ? now + RetryWait.Bounded(wish) : DateTimeOffset.MinValue;

        // Calls that left before the hold are refused together: they are one refusal, which may only lengthen the hold.
        if (slot < state.HoldUntil) return asked > state.HoldUntil ? state with { HoldUntil = asked } : state;

        var current = state.SlowedTo > interval ? state.SlowedTo : interval;
        var slower = current * SlowDown < SlowestInterval ? current * SlowDown : SlowestInterval;
        return new PaceState(slower > interval ? slower : TimeSpan.Zero, retryAfter is null ? now + NextHold(state) : asked, now);
    }

    /// <summary>The state after a call was answered otherwise: a hundredth faster for each second since the last change.</summary>
    /// <param name="state">The state so far.</param>
    /// <param name="slot">The slot of the call.</param>
    /// <param name="interval">The interval that the caller asks for.</param>
    /// <param name="now">The time.</param>
    public static PaceState SpedUp(PaceState state, DateTimeOffset slot, TimeSpan interval, DateTimeOffset now)
    {
        // An answer to a call that left before the hold says nothing about the hold.
        if (IsFree(state) || slot < state.HoldUntil) return state;

        // The first one ends the row of refusals, and the time of recovery begins.
        if (state.ChangedAt < state.HoldUntil) return state with { ChangedAt = now > state.HoldUntil ? now : state.HoldUntil };

        var passed = now - state.ChangedAt;
        if (passed < RecoveryStep) return state;
        var faster = state.SlowedTo * Math.Pow(SpeedUpASecond, passed.TotalSeconds);
        return state with { SlowedTo = faster > interval ? faster : TimeSpan.Zero, ChangedAt = now };
    }

    private static TimeSpan NextHold(PaceState state)
    {
        if (state.ChangedAt >= state.HoldUntil) return FirstHold;
        var doubled = 2 * (state.HoldUntil - state.ChangedAt);
        return doubled < RetryWait.LongestBackOff ? doubled : RetryWait.LongestBackOff;
    }
}
