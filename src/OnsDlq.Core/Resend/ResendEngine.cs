using System.Threading.Channels;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>One run: takes messages into a bounded queue, sends a limited number at once and gives the outcomes as they come.</summary>
/// <remarks>
/// Every message taken gives exactly one outcome. After a stop, or after trouble that every message would meet, messages not yet sent
/// come out as skipped. The queue of outcomes needs no bound of its own: it holds at most what the other queue and the calls in flight held
/// since its reader last looked, as long as one reader both gives messages and reads outcomes.
/// </remarks>
internal sealed class ResendEngine : IAsyncDisposable
{
    /// <summary>How long calls in flight may take to settle after a stop before they are aborted.</summary>
    public static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(10);

    // Enough to keep every sender busy between two looks of the producer, and no more.
    private const int QueuedPerSender = 4;

    private readonly IDeadLetterClient _client;
    private readonly TimeProvider _time;
    private readonly CallContext _context;
    private readonly Channel<MessageReference> _queue;
    private readonly Channel<ResendOutcome> _outcomes = Channel.CreateUnbounded<ResendOutcome>();
    private readonly CancellationTokenSource _abort;
    private readonly Task _senders;
    private volatile bool _stopped;
    private volatile bool _settling;
    private Exception? _fault;

    /// <summary>Starts a run that sends through the client given.</summary>
    public ResendEngine(IDeadLetterClient client, ResendOptions options, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ThrottleLimit, 1);
        _client = client;
        _time = time;
        _context = new() { TryTimeout = options.TryTimeout, Observer = options.Observer };
        _abort = new(Timeout.InfiniteTimeSpan, time);
        _queue = Channel.CreateBounded<MessageReference>(options.ThrottleLimit * QueuedPerSender);
        _senders = RunAsync(options.ThrottleLimit);
    }

    /// <summary>The outcomes in the order in which they come about; ends when the input is complete and everything has settled.</summary>
    public ChannelReader<ResendOutcome> Outcomes => _outcomes.Reader;

    /// <summary>The first trouble that every message would meet; null while there is none. Such trouble stops the run.</summary>
    public Exception? Fault => Volatile.Read(ref _fault);

    /// <summary>Ends when the input is complete and everything has settled; never fails.</summary>
    public Task Completion => _senders;

    /// <summary>Whether no further message will be sent.</summary>
    public bool IsStopped => _stopped;

    /// <summary>Queues a message; waits while the queue is full.</summary>
    public ValueTask EnqueueAsync(MessageReference message, CancellationToken cancellationToken) =>
        _queue.Writer.WriteAsync(message, cancellationToken);

    /// <summary>Says that no more messages will be given.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>
    /// Ends the input and sends nothing more. Calls in flight may settle for <see cref="SettleTime"/>, then they are aborted.
    /// Returns at once; may be called from any thread and more than once.
    /// </summary>
    public void Stop()
    {
        lock (_abort)
        {
            if (_settling)
                return;

            _settling = true;
            _stopped = true;
            _queue.Writer.TryComplete();
            _abort.CancelAfter(SettleTime);
        }
    }

    /// <summary>Stops the run and waits until everything has settled; the outcomes can still be read.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await _senders.ConfigureAwait(false);
        _abort.Dispose();
    }

    private async Task RunAsync(int senders)
    {
        await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(SendQueuedAsync))).ConfigureAwait(false);
        _outcomes.Writer.Complete();
    }

    private async Task SendQueuedAsync()
    {
        await foreach (var message in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
            _outcomes.Writer.TryWrite(_stopped ? Skip(message) : await SendAsync(message).ConfigureAwait(false));
    }

    private async Task<ResendOutcome> SendAsync(MessageReference message)
    {
        var tries = 0;
        DateTimeOffset? startTime = null;
        var began = 0L;
        ResendVerdict verdict;
        Exception? cause = null;
        try
        {
            var answer = await _client.ResendByIdAsync(message, _context, BeforeTry, _abort.Token).ConfigureAwait(false);
            verdict = ResendClassifier.Judge(message.MsgId, answer);
        }
        catch (RunStoppedException) when (tries == 0)
        {
            return Skip(message);
        }
        catch (RunStoppedException stopped)
        {
            // A try is repeated only after proof that the one before was not executed, and this repeat was not made.
            verdict = new(ResendStatus.Rejected) { ErrorMessage = stopped.Message };
            cause = stopped;
        }
        catch (Exception error)
        {
            verdict = ResendClassifier.Judge(error);
            cause = error;
            if (RunFault.Is(error))
                StopBecause(error);
        }

        verdict = verdict with { Tries = Math.Max(verdict.Tries, tries) };
        return new(Result(message, verdict, startTime, startTime is null ? TimeSpan.Zero : _time.GetElapsedTime(began)), cause);

        ValueTask BeforeTry(int number, CancellationToken cancellationToken)
        {
            // A stop made by hand ends repeats, too; trouble that every message meets ends them by itself.
            if (_settling || (_stopped && tries == 0))
                throw new RunStoppedException();

            if (tries == 0)
            {
                startTime = _time.GetLocalNow();
                began = _time.GetTimestamp();
            }

            tries = number;
            return ValueTask.CompletedTask;
        }
    }

    private void StopBecause(Exception error)
    {
        Interlocked.CompareExchange(ref _fault, error, null);
        _stopped = true;
    }

    private ResendOutcome Skip(MessageReference message) => new(new(message, ResendStatus.Skipped)
    {
        Reason = SkipReason.RunStopped,
        ErrorMessage = Fault?.Message,
    });

    private static ResendResult Result(MessageReference message, ResendVerdict verdict, DateTimeOffset? startTime, TimeSpan duration) =>
        new(message, verdict.Status)
        {
            RequestId = verdict.RequestId,
            FailedMsgId = verdict.FailedMsgId,
            ErrorCode = verdict.ErrorCode,
            ErrorMessage = verdict.ErrorMessage,
            Tries = verdict.Tries,
            StartTime = startTime,
            Duration = duration,
        };
}
