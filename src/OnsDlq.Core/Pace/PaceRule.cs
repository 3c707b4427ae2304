namespace OnsDlq.Pace;

/// <summary>
/// The arithmetic of a pace: when calls may leave, how throttling slows them down, and how they speed up again. Pure functions.
/// </summary>
/// <remarks>
/// Simulated against a quota of 600 calls in 60 s, in fixed and sliding windows, with and without x-acs-retry-after, alone and beside a caller
/// who uses half of the quota: at most 0.8 % of the calls are refused, and at most 4 % of the time is lost.
/// </remarks>
internal static class PaceRule
{
    /// <summary>The default number of calls in a second: at a steady rate it is the quota of 600 in 60 s (ons-api facts 1.16).</summary>
    public const double DefaultRate = 10;

    /// <summary>
    /// The most time covered by slots that are taken together: it limits both how often the store is asked and how many slots can be lost.
    /// </summary>
    public static readonly TimeSpan RangeLength = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// The first hold after throttling without x-acs-retry-after; it doubles with each further refusal in a row (exponential back-off).
    /// </summary>
    public static readonly TimeSpan FirstHold = TimeSpan.FromSeconds(1);

    /// <summary>The longest interval that throttling slows calls down to.</summary>
    public static readonly TimeSpan SlowestInterval = TimeSpan.FromSeconds(1);

    /// <summary>The longest time before its slot that a call is prepared: what is claimed early is claimed for long.</summary>
    public static readonly TimeSpan LongestLead = TimeSpan.FromMilliseconds(500);

    // No valid time is further in the future, except slots of slow paces. One that is was written before a clock was set back.
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

    /// <summary>The same where preparing has taken longer lately: as long as that.</summary>
    /// <param name="interval">The interval of the slot.</param>
    /// <param name="preparing">How long preparing usually takes.</param>
    public static TimeSpan Lead(TimeSpan interval, TimeSpan preparing) => preparing > Lead(interval) ? preparing : Lead(interval);

    /// <summary>How far ahead of now slots are taken: one that will have passed before its call is prepared would be lost.</summary>
    /// <param name="interval">The interval of the slot.</param>
    /// <param name="preparing">How long preparing usually takes.</param>
    public static TimeSpan Ahead(TimeSpan interval, TimeSpan preparing) => preparing > Tolerance(interval) ? preparing : TimeSpan.Zero;

    /// <summary>
    /// How long something usually takes, after it has taken so long this time: it soon follows to what is longer, slowly to what is shorter, and is
    /// <see cref="LongestLead"/> at most.
    /// </summary>
    public static TimeSpan Usual(TimeSpan usual, TimeSpan took)
    {
        var bounded = took < LongestLead ? took : LongestLead;
        return usual + ((bounded - usual) / (bounded > usual ? 2 : 8));
    }

    /// <summary>How late a slot may be used: half an interval, but at least 50 and at most 500 ms. After that it has passed.</summary>
    public static TimeSpan Tolerance(TimeSpan interval)
    {
        var half = interval / 2;
        return half < LeastTolerance ? LeastTolerance : half < MostTolerance ? half : MostTolerance;
    }

    /// <summary>The first free slot: the next after those taken, or now where that is in the past or impossibly far in the future.</summary>
    /// <param name="next">The time after the last slot taken; null where none was taken.</param>
    /// <param name="interval">The caller's time between slots.</param>
    /// <param name="now">The time.</param>
    public static DateTimeOffset FirstSlot(DateTimeOffset? next, TimeSpan interval, DateTimeOffset now) =>
        next is { } free && free > now && free - now <= Furthest(interval) ? free : now.ToUniversalTime();

    /// <summary>How far ahead of now a free slot may be; one further ahead was written before a clock was set back.</summary>
    /// <param name="interval">The caller's time between slots.</param>
    public static TimeSpan Furthest(TimeSpan interval) => Horizon + (SlotsAhead * interval);

    /// <summary>
    /// The state, or the free state where it is impossible: one stored before a clock was set back could hold calls for hours.
    /// </summary>
    public static PaceState Believed(PaceState state, DateTimeOffset now) =>
        state.HoldUntil - now > Horizon || state.ChangedAt - now > Horizon ? PaceState.Free : state;

    /// <summary>Whether a state slows nothing, so that no answer changes it.</summary>
    public static bool IsFree(PaceState state) => state.SlowedTo == TimeSpan.Zero && state.ChangedAt >= state.HoldUntil;

    /// <summary>The state after a call was throttled: calls are held, and the interval grows by a quarter.</summary>
    /// <param name="state">The state so far.</param>
    /// <param name="slot">The slot of the call.</param>
    /// <param name="interval">The interval that the caller asks for.</param>
    /// <param name="now">The time.</param>
    /// <param name="retryAfter">How long the service asks to wait; null where it does not say.</param>
    public static PaceState Slowed(PaceState state, DateTimeOffset slot, TimeSpan interval, DateTimeOffset now, TimeSpan? retryAfter)
    {
        var asked = retryAfter is { } wish ? now + RetryWait.Bounded(wish) : DateTimeOffset.MinValue;

        // Calls that left before the hold began and are refused, too, count as the same refusal, which may only extend the hold.
        if (slot < state.HoldUntil) return asked > state.HoldUntil ? state with { HoldUntil = asked } : state;

        var current = state.SlowedTo > interval ? state.SlowedTo : interval;
        var slower = current * SlowDown < SlowestInterval ? current * SlowDown : SlowestInterval;
        return new PaceState(slower > interval ? slower : TimeSpan.Zero, retryAfter is null ? now + NextHold(state) : asked, now);
    }

    /// <summary>
    /// The state after a call was answered without throttling: the interval shrinks by 1 % for each second since the last change.
    /// </summary>
    /// <param name="state">The state so far.</param>
    /// <param name="slot">The slot of the call.</param>
    /// <param name="interval">The interval that the caller asks for.</param>
    /// <param name="now">The time.</param>
    public static PaceState SpedUp(PaceState state, DateTimeOffset slot, TimeSpan interval, DateTimeOffset now)
    {
        // An answer to a call that left before the hold says nothing about the hold.
        if (IsFree(state) || slot < state.HoldUntil) return state;

        // The first answer after the hold ends the row of refusals; speeding up is counted from here.
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
