using System.Collections.Concurrent;
using System.Threading.Channels;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.TestKit.Services;

/// <summary>Holds every resend until the test answers it, and keeps count. A call that is aborted ends as one whose bytes were written.</summary>
internal sealed class GatedDeadLetterClient : IDeadLetterClient
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly Channel<PendingResend> _arrived = Channel.CreateUnbounded<PendingResend>();
    private int _inFlight;
    private int _mostInFlight;

    /// <summary>How often each message was sent.</summary>
    public ConcurrentDictionary<string, int> Sent { get; } = new(StringComparer.Ordinal);

    public int InFlight => Volatile.Read(ref _inFlight);

    public int MostInFlight => Volatile.Read(ref _mostInFlight);

    /// <summary>Awaited where a try takes its turn; null for no wait.</summary>
    public Func<MessageReference, Task>? TakingTurn { get; set; }

    /// <summary>Makes a try, of that number, in place of waiting for the test; null where it is to be repeated.</summary>
    public Func<MessageReference, int, CancellationToken, Task<ResendAnswer?>>? Script { get; set; }

    /// <summary>The next resend to arrive.</summary>
    public async Task<PendingResend> NextAsync(CancellationToken cancellationToken) =>
        await _arrived.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Guard, cancellationToken);

    /// <summary>Whether a resend has arrived that the test has not looked at.</summary>
    public bool HasArrival => _arrived.Reader.TryPeek(out _);

    public IResendCall BeginResend(MessageReference message, CallContext context) => new Call(this, message);

    public Task<DeadLetterPage> QueryPageAsync(DeadLetterPageQuery query, CallContext context, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private const long StoredLongAgo = 1_600_000_000_000;

    /// <summary>What is found by its ID; an entry stored long ago, where its instance is known, unless the test says otherwise.</summary>
    public Func<string, DeadLetter?>? Find { get; set; }

    public Task<DeadLetter?> GetByIdAsync(
        string groupId, string msgId, string? instanceId, CallContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            Find is not null ? Find(msgId)
            : instanceId is null ? null
            : new DeadLetter(msgId, groupId, instanceId, "cn-hangzhou", StoredLongAgo));

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value;)
        {
            var was = Interlocked.CompareExchange(ref target, value, seen);
            if (was == seen)
                return;
            seen = was;
        }
    }

    private void Count(MessageReference message) => Sent.AddOrUpdate(message.MsgId, 1, (_, count) => count + 1);

    private async Task<ResendAnswer?> SendAsync(MessageReference message, int number, CancellationToken cancellationToken)
    {
        if (number == 1) Count(message);
        if (Script is { } script) return await script(message, number, cancellationToken);

        var mine = Interlocked.Increment(ref _inFlight);
        InterlockedMax(ref _mostInFlight, mine);
        try
        {
            var pending = new PendingResend(message, cancellationToken);
            await using var abort = cancellationToken.Register(() => pending.Throw(Failure.Of(ErrorId.TimedOut, RequestReach.Written)));
            _arrived.Writer.TryWrite(pending);
            return await pending.Answered;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private sealed class Call(GatedDeadLetterClient client, MessageReference message) : IResendCall
    {
        private int _tries;

        public ValueTask TakeTurnAsync(CancellationToken cancellationToken) =>
            client.TakingTurn is { } taking ? new(taking(message)) : ValueTask.CompletedTask;

        public void GiveTurnBack()
        {
            // No caller waits for it.
        }

        public ValueTask<bool> LeaveAsync(CancellationToken cancellationToken) => ValueTask.FromResult(true);

        public Task<ResendAnswer?> SendAsync(DateTimeOffset date, CancellationToken cancellationToken) =>
            client.SendAsync(message, ++_tries, cancellationToken);
    }
}
