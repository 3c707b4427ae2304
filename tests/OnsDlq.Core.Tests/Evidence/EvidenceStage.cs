using OnsDlq.Evidence;
using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Operations;

namespace OnsDlq.Core.Tests.Evidence;

/// <summary>Cases for the verdict; times are minutes after the store time of the dead letter that was resent.</summary>
internal static class EvidenceStage
{
    public static readonly DateTimeOffset Stored = new(2026, 7, 1, 8, 0, 0, TimeSpan.Zero);

    public static long Ms(double minutes) => Stored.AddMinutes(minutes).ToUnixTimeMilliseconds();

    /// <summary>An attempt that was sent and answered at the same moment.</summary>
    public static Attempt Attempt(string id, double at, ResendStatus? status = ResendStatus.Accepted, double? newest = 0, bool isListed = true) => new()
    {
        AttemptId = id,
        RunId = "run-1",
        Round = 1,
        Holder = new ClaimHolder("box", "boot-1", "pid:[1]", 42, 4711),
        ClaimedAt = Stored.AddMinutes(at),
        SignedAt = Stored.AddMinutes(at),
        LeaseUntil = Stored.AddMinutes(at + 1),
        NewestEntrySeen = newest is { } entry ? Ms(entry) : null,
        IsListed = isListed,
        BornTime = Stored.AddMinutes(-286),
        Topic = "orders",
        Outcomes = status is { } how ? [new AttemptOutcome { Status = how, Source = OutcomeSource.Holder, At = Stored.AddMinutes(at) }] : [],
    };

    public static ConsumerTry Success(double at, int reconsumed = 0, string client = "10.0.0.1") => new("GID_a", client, Ms(at), reconsumed, TryOutcome.Succeeded);

    public static ConsumerTry Failure(double at, int reconsumed = 0, string client = "10.0.0.1") => new("GID_a", client, Ms(at), reconsumed, TryOutcome.Failed);

    /// <summary>The seventeen tries before the dead letter.</summary>
    public static ConsumerTry[] Before(double ahead = 0) =>
        [.. Enumerable.Range(0, 17).Select(number => Failure((-286.0 * (16 - number) / 16) + ahead, number))];

    public static AttemptEvidence Judge(Attempt attempt, ConsumerTry[]? tries, double now = 300, double[]? entries = null, params Attempt[] others) =>
        EvidenceRule.Judge(new()
        {
            Attempt = attempt,
            Attempts = [.. others.Append(attempt).OrderBy(one => one.ClaimedAt)],
            Entries = [.. (entries ?? [0]).Select(Ms)],
            Tries = tries,
            Now = Stored.AddMinutes(now),
        });
}
