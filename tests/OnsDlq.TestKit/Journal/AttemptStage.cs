using Microsoft.Extensions.Time.Testing;
using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.TestKit.Journal;

/// <summary>A journal in memory that has attempts, and the clocks of the callers that read and settle them.</summary>
internal sealed class AttemptStage
{
    public static readonly MessageKey Key = new("cn-hangzhou", "MQ_INST_1", "GID_orders", "0A01");

    public static readonly ClaimHolder Sender = new("box", "boot-1", "pid:[1]", 42, 4711);

    /// <summary>Creates the stage.</summary>
    /// <param name="now">The current time; any time if the test does not depend on it.</param>
    public AttemptStage(DateTimeOffset? now = null)
    {
        Time = new(now ?? new DateTimeOffset(2026, 7, 1, 8, 0, 0, TimeSpan.Zero));
        Clock = new ServiceClock(Time);
    }

    public FakeTimeProvider Time { get; }

    public ServiceClock Clock { get; }

    public MemoryJournal Journal { get; } = new();

    public bool SenderIsDead { get; set; }

    private DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>A caller whose connection knows the service's clock, or does not.</summary>
    public ClaimWatch Claims(bool connected = true) => new(holder => SenderIsDead && holder == Sender, Time, connected ? Clock : null);

    /// <summary>Asks the service for its time; null if there is no service.</summary>
    public Func<RecordedAttempt, CancellationToken, Task>? AskTime { get; set; }

    public AttemptFinder Finder(bool connected = true) => new(Journal, Claims(connected), AskTime);

    public AttemptResolver Resolver(bool connected = true) => new(Journal, Claims(connected), Time);

    public AttemptReader Reader(bool connected = true) => new(Journal, Claims(connected));

    /// <summary>Makes the service's time known.</summary>
    public void KnowTime(TimeSpan ahead = default)
    {
        Clock.Note(Now + ahead, Now, Now);
    }

    /// <summary>Claims a message, in a run of the same number.</summary>
    public async Task ClaimAsync(string attemptId, MessageKey? key = null, string reason = "the database is back")
    {
        var run = new BegunRun("run-" + attemptId, Now, "ada@box", Sender, reason);
        await Journal.BeginRunAsync(run, CancellationToken.None);
        Require(await Journal.ClaimAsync(new(key ?? Key, (await HistoryAsync(key)).Version, new Attempt
        {
            AttemptId = attemptId,
            RunId = run.RunId,
            Round = 1,
            Holder = Sender,
            ClaimedAt = Now,
            LeaseUntil = Now.AddSeconds(60),
            SignedAt = Now,
            Lifted = [SkipReason.Blocked],
            Reason = reason,
        }), CancellationToken.None));
    }

    /// <summary>Records the outcome of an attempt, as its holder would.</summary>
    public async Task EndAsync(string attemptId, ResendStatus status, OutcomeSource source = OutcomeSource.Holder) => Require(await Journal.SettleAsync(
        attemptId,
        new()
        {
            Status = status,
            Source = source,
            At = Now,
            RequestId = "R-" + attemptId,
            ErrorCode = "SomeCode",
            ErrorMessage = "some words",
            FailedMsgId = status == ResendStatus.Failed ? [Key.MsgId] : [],
            Tries = 2,
        },
        null,
        CancellationToken.None));

    /// <summary>An attempt that has ended.</summary>
    public async Task EndedAsync(string attemptId, ResendStatus status, MessageKey? key = null)
    {
        await ClaimAsync(attemptId, key);
        await EndAsync(attemptId, status);
    }

    public async Task<MessageHistory> HistoryAsync(MessageKey? key = null) => (await Journal.ReadAsync([key ?? Key], CancellationToken.None))[0];

    public async Task<List<ResendAttempt>> ReadAsync(AttemptQuery query, params AttemptStatus[] statuses) =>
        await Reader().ReadAsync(query, statuses, CancellationToken.None).ToListAsync();

    private static void Require(bool done)
    {
        if (!done) throw new InvalidOperationException("The journal did not take the claim or the outcome.");
    }
}
