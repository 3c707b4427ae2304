using System.Collections.Concurrent;
using System.Threading.Channels;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

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

    /// <summary>Run in place of waiting for the test where it is set.</summary>
    public Func<MessageReference, Func<int, CancellationToken, ValueTask<DateTimeOffset>>, CancellationToken, Task<ResendAnswer>>? Script { get; set; }

    /// <summary>The next resend to arrive.</summary>
    public async Task<PendingResend> NextAsync(CancellationToken cancellationToken) =>
        await _arrived.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Guard, cancellationToken);

    /// <summary>Whether a resend has arrived that the test has not looked at.</summary>
    public bool HasArrival => _arrived.Reader.TryPeek(out _);

    public async Task<ResendAnswer> ResendByIdAsync(
        MessageReference message, CallContext context, Func<int, CancellationToken, ValueTask<DateTimeOffset>>? beforeTry,
        CancellationToken cancellationToken)
    {
        if (Script is { } script)
        {
            var counted = false;
            return await script(message, BeforeTryAsync, cancellationToken);

            // What is kept from its first try is not sent.
            async ValueTask<DateTimeOffset> BeforeTryAsync(int number, CancellationToken stop)
            {
                var date = await beforeTry!(number, stop);
                if (!counted) Count(message);
                counted = true;
                return date;
            }
        }

        await beforeTry!(1, cancellationToken);
        Count(message);
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
}
