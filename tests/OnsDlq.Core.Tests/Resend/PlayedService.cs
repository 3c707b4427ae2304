using System.Collections.Concurrent;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>
/// A service in memory with its own clock: it counts deliveries, refuses dates that are more than 15 min off, and shows the entries that
/// it was given. The test decides which faults occur on the way.
/// </summary>
internal sealed class PlayedService(TimeProvider time, ServiceClock clock) : IDeadLetterClient
{
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(15);

    /// <summary>The store time of entries of messages that the test did not store.</summary>
    public const long StoredLongAgo = 1_600_000_000_000;

    private readonly ConcurrentDictionary<string, SortedSet<long>> _entries = new(StringComparer.Ordinal);
    private int _lookUps;
    private int _turnsGivenBack;

    /// <summary>How far its clock is ahead of the local one.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>The current time on its clock.</summary>
    public DateTimeOffset Now => time.GetUtcNow() + Ahead;

    /// <summary>How often each message was delivered.</summary>
    public ConcurrentDictionary<string, int> Deliveries { get; } = new(StringComparer.Ordinal);

    /// <summary>The dates that requests were signed with, in order.</summary>
    public ConcurrentQueue<DateTimeOffset> Dates { get; } = new();

    /// <summary>What happens to each request in turn instead of being executed; null executes it.</summary>
    public ConcurrentQueue<ServiceException?> Refusals { get; } = new();

    /// <summary>Returns the answer to an executed resend, or throws an exception in its place; null answers Accepted.</summary>
    public Func<MessageReference, ResendAnswer>? Answering { get; set; }

    /// <summary>How many turns were returned because their try was not made.</summary>
    public int TurnsGivenBack => Volatile.Read(ref _turnsGivenBack);

    /// <summary>Awaited after a try has left and before it is executed.</summary>
    public Func<int, Task>? Signed { get; set; }

    /// <summary>Whether a try was prepared too late for its time slot, so that it waits for another one.</summary>
    public Func<int, Task<bool>>? Late { get; set; }

    /// <summary>The instance in its entries; null for none.</summary>
    public string? InstanceId { get; set; } = "MQ_INST_1";

    /// <summary>Whether its answers have a date.</summary>
    public bool TellsTime { get; set; } = true;

    /// <summary>Whether it has an old entry of every message, in addition to the entries that it was given.</summary>
    public bool HasAll { get; set; } = true;

    /// <summary>Whether a look-up shows the oldest entry of a message, and not the newest.</summary>
    public bool ShowsOldest { get; set; }

    /// <summary>Throws an exception instead of the answer to a look-up; null answers.</summary>
    public Func<string, Task>? LookingUp { get; set; }

    /// <summary>How many look-ups there were.</summary>
    public int LookUps => Volatile.Read(ref _lookUps);

    private DateTimeOffset? Date => TellsTime ? DateTimeOffset.FromUnixTimeSeconds(Now.ToUnixTimeSeconds()) : null;

    /// <summary>Adds an entry to the queue.</summary>
    public long Store(string msgId, DateTimeOffset at)
    {
        var stored = at.ToUnixTimeMilliseconds();
        _entries.AddOrUpdate(msgId, _ => [stored], (_, entries) => [.. entries, stored]);
        return stored;
    }

    public IResendCall BeginResend(MessageReference message, CallContext context) => new Call(this, message);

    public async Task<DeadLetter?> GetByIdAsync(
        string groupId, string msgId, string? instanceId, CallContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _lookUps);
        if (LookingUp is { } hook) await hook(msgId).WaitAsync(cancellationToken);
        clock.Note(Date, time.GetUtcNow(), time.GetUtcNow());
        SortedSet<long> entries = [.. _entries.GetValueOrDefault(msgId) ?? [], .. HasAll ? [StoredLongAgo] : (long[])[]];
        return entries.Count == 0
            ? null
            : new DeadLetter(msgId, groupId, InstanceId ?? instanceId, "cn-hangzhou", ShowsOldest ? entries.Min : entries.Max);
    }

    public Task<DeadLetterPage> QueryPageAsync(DeadLetterPageQuery query, CallContext context, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private async Task<ResendAnswer?> ExecuteAsync(MessageReference message, DateTimeOffset date, int number, CancellationToken cancellationToken)
    {
        if (Signed is { } hook) await hook(number);
        if (cancellationToken.IsCancellationRequested) throw Failure.Of(ErrorId.CallAborted, RequestReach.NotWritten, tries: number);
        Dates.Enqueue(date);
        if (Refusals.TryDequeue(out var refusal) && refusal is not null)
        {
            refusal.Tries = number;
            if (refusal.Reach == RequestReach.Answered) clock.Note(Date, time.GetUtcNow(), time.GetUtcNow());
            return RetryRule.TryAgain(CallKind.Resend, refusal, number) ? null : throw refusal;
        }

        clock.Note(Date, time.GetUtcNow(), time.GetUtcNow());
        if ((Now - date).Duration() > MostSkew)
            throw Failure.Of(ErrorId.ClockSkew, RequestReach.Answered, 400, "InvalidTimeStamp.Expired", number);
        Deliveries.AddOrUpdate(message.MsgId, 1, (_, count) => count + 1);
        return (Answering?.Invoke(message) ?? new("R-" + message.MsgId, null, null, [], number)) with { Date = Date };
    }

    private sealed class Call(PlayedService service, MessageReference message) : IResendCall
    {
        private int _tries;

        public ValueTask TakeTurnAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public void GiveTurnBack() => Interlocked.Increment(ref service._turnsGivenBack);

        public async ValueTask<bool> LeaveAsync(CancellationToken cancellationToken) => service.Late is null || !await service.Late(_tries + 1);

        public Task<ResendAnswer?> SendAsync(DateTimeOffset date, CancellationToken cancellationToken) =>
            service.ExecuteAsync(message, date, ++_tries, cancellationToken);
    }
}
