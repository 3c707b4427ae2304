using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>Histories for decisions; times are seconds after <see cref="Start"/>, on the service's clock.</summary>
internal static class DecideSample
{
    public static readonly DateTimeOffset Start = new(2026, 7, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Long after everything.</summary>
    public const double Now = 1_000_000;

    public static readonly MessageKey Key = new("cn-hangzhou", "MQ_INST_1", "GID_orders", "0A01");

    public static readonly ClaimHolder Holder = new("box", "boot-1", "pid:[1]", 42, 4711);

    public static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    public static long Stored(double seconds) => At(seconds).ToUnixTimeMilliseconds();

    /// <summary>An attempt with a status and the time of its end.</summary>
    public static Attempt Ended(ResendStatus status, double at, double? newestSeen = null) => Claimed(at - 1, newestSeen) with
    {
        Outcomes = [new() { Status = status, Source = OutcomeSource.Holder, At = At(at) }],
    };

    /// <summary>A claim without an outcome; its lease lasts a minute.</summary>
    public static Attempt Claimed(double at, double? newestSeen = null) => new()
    {
        AttemptId = FormattableString.Invariant($"a{at}"),
        RunId = "run-1",
        Round = 1,
        Holder = Holder,
        ClaimedAt = At(at),
        SignedAt = At(at),
        LeaseUntil = At(at + 60),
        IsListed = true,
        NewestEntrySeen = newestSeen is { } seen ? Stored(seen) : null,
    };

    public static MessageHistory History(IEnumerable<Attempt> attempts, params double[] entries) =>
        new(Key, 7, [.. attempts], [.. entries.Select(Stored).Distinct().Order()], null);

    public static DecisionRules Rules(double now = Now, bool dead = false, int maxRounds = 3, params SkipReason[] lift) => new()
    {
        ServiceNow = At(now),
        IsProvenDead = holder => dead && holder == Holder,
        MaxRounds = maxRounds,
        Override = new HashSet<SkipReason>(lift),
    };

    public static ResendDecision Decide(MessageHistory history, params SkipReason[] lift) => ResendDecider.Decide(history, Rules(lift: lift));
}
