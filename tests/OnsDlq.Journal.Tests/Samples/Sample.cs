using OnsDlq.Holders;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Samples;

/// <summary>Runs, claims and outcomes as the tests name them; times are whole seconds after <see cref="Start"/>.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Start = new(2026, 7, 1, 8, 0, 0, TimeSpan.Zero);

    public static readonly ClaimHolder Holder = new("box", "boot-1", "pid:[1]", 42, 4711);

    public static readonly BegunRun Run = new("run-1", Start, "kim@box", Holder, "incident 7");

    public static MessageKey Key(int number = 1, string group = "GID_orders") =>
        new("cn-hangzhou", "MQ_INST_1", group, $"0A{number:X30}");

    public static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    public static long Stored(double seconds) => At(seconds).ToUnixTimeMilliseconds();

    public static Attempt Attempt(string id, string run = "run-1", double at = 0) => new()
    {
        AttemptId = id,
        RunId = run,
        Round = 1,
        Holder = Holder,
        User = Run.User,
        ClaimedAt = At(at),
        SignedAt = At(at),
        LeaseUntil = At(at + 60),
        IsListed = true,
        Reason = "incident 7",
    };

    public static AttemptOutcome Outcome(ResendStatus status, double at = 1, OutcomeSource source = OutcomeSource.Holder) => new()
    {
        Status = status,
        Source = source,
        At = At(at),
        Tries = 1,
        By = source == OutcomeSource.Person ? "kim@box" : null,
        Reason = source == OutcomeSource.Person ? "seen in the consumer's log" : null,
    };
}
