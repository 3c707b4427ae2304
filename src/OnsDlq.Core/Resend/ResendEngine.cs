using System.Threading.Channels;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>
/// One run: decides on messages, takes those to be sent into a bounded queue, sends a limited number in parallel and gives the outcomes as they come.
/// </summary>
/// <remarks>
/// Every message taken gives exactly one outcome, and is claimed in the journal before it leaves. A message that was not seen in the queue
/// lately is looked up first. Look-ups run in parallel with the sends, which have a quota of their own, so no listed message waits for one.
/// After a stop, or after an error that every message would meet, messages not yet sent come out as skipped. The queue of outcomes needs no
/// bound: as long as one reader both gives messages and reads outcomes, it holds at most what was in the other queues and in flight when that
/// reader last looked.
/// </remarks>
internal sealed class ResendEngine : IAsyncDisposable
{
    /// <summary>How long calls in flight may take after a stop before they are aborted.</summary>
    public static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(10);

    // A journal that is away when the run is stopped gets this part of the time; then the run's end, and what is left, are written or given up.
    private const double ShareOfJournal = 0.5;

    // Just enough to keep every sender busy until the producer adds more.
    private const int QueuedPerSender = 4;

    private readonly ResendEnvironment _environment;
    private readonly ResendOptions _options;
    private readonly ResendGuard _guard;
    private readonly WaitingMessages _waitingMessages;
    private readonly RunRecord _record;
    private readonly RunState _run = new();
    private readonly Channel<GuardedMessage> _unseen;
    private readonly Channel<GuardedMessage> _queue;
    private readonly Channel<ResendOutcome> _outcomes = Channel.CreateUnbounded<ResendOutcome>();
    private readonly CancellationTokenSource _abort;
    private readonly CancellationTokenSource _stopWaiting = new();
    private readonly Task _senders;
    private readonly ResendIntake _intake;
    private readonly IResendListener? _listener;
    private readonly ConsumerWatch _consumers;
    private readonly CanaryGate _canaries;
    private Task _waitsEnded = Task.CompletedTask;
    private int _waiting;
    private int _done;
    private int _skipped;
    private bool _stopping;
    private bool _ended;

    /// <summary>Starts a run.</summary>
    /// <param name="environment">The run's environment.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="listener">Told about events that have no outcome; null for none.</param>
    public ResendEngine(ResendEnvironment environment, ResendOptions options, IResendListener? listener = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ThrottleLimit, 1);
        _environment = environment;
        _options = options;
        _guard = new(environment, options);
        _record = new(environment, options);
        _waitingMessages = new(_guard, environment.Time, StringComparer.Ordinal.GetHashCode(_record.RunId));
        _abort = new(Timeout.InfiniteTimeSpan, environment.Time);
        _unseen = Channel.CreateBounded<GuardedMessage>(options.ThrottleLimit * QueuedPerSender);
        _queue = Channel.CreateBounded<GuardedMessage>(options.ThrottleLimit * QueuedPerSender);
        _listener = listener;
        _consumers = new(environment.Consumers, options, _run, environment.Time, warning => listener?.Warn(warning));
        _canaries = new(environment, options, _record, _run, QueueAsync, Tell, listener);
        _intake = new(environment, _guard, _run, options.ThrottleLimit * QueuedPerSender, PassAsync, Emit, listener);
        _senders = RunAsync(options.ThrottleLimit);
    }

    /// <summary>The run's ID; it is in the journal from the run's first claim on.</summary>
    public string RunId => _record.RunId;

    /// <summary>The outcomes in order of completion; ends when the input is complete and everything is settled.</summary>
    public ChannelReader<ResendOutcome> Outcomes => _outcomes.Reader;

    /// <summary>The first error that stopped the run; null while there is none.</summary>
    public Exception? Fault => _run.Fault;

    /// <summary>Why the rest of a group was not sent after its canary; complete once the run has ended.</summary>
    public IReadOnlyList<(OnsDlqException Error, string GroupId)> CanaryFaults => _canaries.Faults;

    /// <summary>Completes when the input is complete and everything is settled; never fails.</summary>
    public Task Completion => _senders;

    /// <summary>How many messages were given that are not decided on, or were queued and have no outcome.</summary>
    public int Unfinished => _intake.Waiting + Waiting;

    /// <summary>How many messages were queued that have no outcome yet.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>How many messages that were queued have their outcome.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>Takes a message, decides on it and sends it where it may be sent; waits while the queue of messages to decide on is full.</summary>
    /// <exception cref="ChannelClosedException">The run was stopped by hand.</exception>
    public ValueTask GiveAsync(MessageReference message, CancellationToken cancellationToken) => _intake.GiveAsync(message, cancellationToken);

    /// <summary>Decides on a message that the user is asked about before it is queued; null where it is not sent, and has its outcome.</summary>
    /// <exception cref="ChannelClosedException">The run was stopped by hand.</exception>
    public async Task<GuardedMessage?> DecideAsync(MessageReference message, CancellationToken cancellationToken)
    {
        var guarded = await _intake.DecideAsync(message, cancellationToken).ConfigureAwait(false);
        if (guarded is not null) await _consumers.SeeAsync(guarded).ConfigureAwait(false);
        return guarded;
    }

    /// <summary>
    /// Queues a message to be sent, or to be looked up first; waits while the queue is full. A message whose group has a canary is held until that
    /// has passed.
    /// </summary>
    public async ValueTask EnqueueAsync(GuardedMessage message, CancellationToken cancellationToken)
    {
        if (_guard.IsSeen(message) && !message.IsListed) _run.NoteLookedUp();
        Interlocked.Increment(ref _waiting);
        _consumers.Enter(message);
        if (!await _canaries.TakeAsync(message, cancellationToken).ConfigureAwait(false)) await QueueAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counts a message that is not sent and has no outcome of the run, such as one that the user declined to send.</summary>
    public void NoteSkipped() => Interlocked.Increment(ref _skipped);

    /// <summary>Marks the input as complete.</summary>
    public void Complete() => _intake.Complete();

    /// <summary>How long calls in flight may take after a stop.</summary>
    public TimeSpan TimeToSettle { get; private set; } = SettleTime;

    /// <summary>How many requests are in flight now, or about to leave.</summary>
    public int InFlight => _run.InFlight;

    /// <summary>
    /// Ends the input and sends nothing more. Waiting for a turn ends at once; calls in flight get <see cref="SettleTime"/> to end, then they
    /// are aborted. Returns at once; may be called from any thread and more than once.
    /// </summary>
    public void Stop() => Stop(SettleTime);

    /// <summary>The same with less time for the calls in flight. It also shortens the time of an earlier stop.</summary>
    /// <param name="settleTime">How long calls in flight may take, <see cref="SettleTime"/> at most.</param>
    public void Stop(TimeSpan settleTime)
    {
        lock (_abort)
        {
            if (_ended || (_stopping && settleTime >= SettleTime))
                return;

            if (!_stopping) _waitsEnded = _stopWaiting.CancelAsync();
            _stopping = true;
            TimeToSettle = settleTime;
            _run.Stop();
            _intake.Complete();
            _unseen.Writer.TryComplete();
            _queue.Writer.TryComplete();
            _abort.CancelAfter(settleTime);
            if (!_senders.IsCompleted) _environment.Journal.ShortenWaits(settleTime * ShareOfJournal);
        }
    }

    /// <summary>Stops the run and waits until everything is settled; the outcomes can still be read.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await _senders.ConfigureAwait(false);
        await _waitsEnded.ConfigureAwait(false);
        lock (_abort)
        {
            _ended = true;
            _stopWaiting.Dispose();
            _abort.Dispose();
        }

        _run.Dispose();
    }

    private async Task RunAsync(int width)
    {
        var (deciding, lookingUp, sending) = (Task.Run(_intake.RunAsync), SideBySide(LookUpUnseenAsync), SideBySide(SendQueuedAsync));
        await deciding.ConfigureAwait(false);
        await _canaries.FinishAsync().ConfigureAwait(false);
        _unseen.Writer.TryComplete();
        await lookingUp.ConfigureAwait(false);
        _queue.Writer.TryComplete();
        await sending.ConfigureAwait(false);
        await _consumers.DisposeAsync().ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
        _outcomes.Writer.Complete();

        Task SideBySide(Func<Task> work) => Task.WhenAll(Enumerable.Range(0, width).Select(_ => Task.Run(work)));
    }

    // Everything is settled; an end that cannot be recorded is still told.
    private async Task EndAsync()
    {
        try
        {
            await _record.EndAsync(Volatile.Read(ref _skipped), _run.StoppedBy).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _run.StopBecause(error);
        }
    }

    private void Emit(ResendOutcome outcome)
    {
        if (outcome.Result.State == ResendStatus.Skipped) NoteSkipped();
        _outcomes.Writer.TryWrite(outcome);
    }

    private async ValueTask PassAsync(GuardedMessage message)
    {
        if (_options.Calls.IsWhatIf)
        {
            Emit(message.WouldSend());
            return;
        }

        try
        {
            await _consumers.SeeAsync(message).ConfigureAwait(false);
            _listener?.Queueing(message);
            await EnqueueAsync(message, _run.Stopped).ConfigureAwait(false);
        }
        catch (Exception) when (_run.IsStopped)
        {
            Tell(message.Skip(SkipReason.RunStopped, Fault?.Message));
        }
        catch (Exception error)
        {
            Tell(_run.Refuse(message.Message, error));
        }
    }

    private ValueTask QueueAsync(GuardedMessage message, CancellationToken cancellationToken) => _guard.IsSeen(message)
        ? QueueSeenAsync(message, cancellationToken)
        : _unseen.Writer.WriteAsync(message, cancellationToken);

    private async ValueTask QueueSeenAsync(GuardedMessage message, CancellationToken cancellationToken)
    {
        _waitingMessages.Add(message);
        try
        {
            await _queue.Writer.WriteAsync(message, cancellationToken).ConfigureAwait(false);
            _waitingMessages.NoteQueued(message);
        }
        catch
        {
            _waitingMessages.Remove(message);
            throw;
        }
    }

    private void Tell(GuardedMessage message, ResendOutcome outcome)
    {
        Tell(outcome);
        message.Canary?.Settle(outcome);
    }

    private void Tell(ResendOutcome outcome)
    {
        Interlocked.Decrement(ref _waiting);
        Interlocked.Increment(ref _done);
        _consumers.Leave(outcome.Result);
        Emit(outcome);
    }

    private async Task LookUpUnseenAsync()
    {
        await foreach (var message in _unseen.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (await LookUpAsync(message).ConfigureAwait(false) is { } outcome) Tell(message, outcome);
        }
    }

    // Gives the outcome of a message that is not sent; null where it was queued for sending.
    private async Task<ResendOutcome?> LookUpAsync(GuardedMessage message)
    {
        try
        {
            _run.Stopped.ThrowIfCancellationRequested();
            var seen = await _guard.SeeAsync(message, _run.Stopped).ConfigureAwait(false);
            _run.NoteLookedUp();
            if (!seen.Repeats(message)) return seen.Skip(_guard.ReasonWithoutOverrides(seen), ClaimRefusedException.Words);
            await QueueSeenAsync(seen, _run.Stopped).ConfigureAwait(false);
            return null;
        }
        catch (Exception) when (_run.IsStopped)
        {
            return message.Skip(SkipReason.RunStopped, Fault?.Message);
        }
        catch (Exception error)
        {
            return _run.Refuse(message.Message, error);
        }
    }

    // The settlement of a message and the claim of the next may share a commit: the next is sent only once both are durable.
    private async Task SendQueuedAsync()
    {
        var (settled, last) = (Task.CompletedTask, "");
        await foreach (var read in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            var message = _waitingMessages.Next(read);
            await _consumers.PassAsync().ConfigureAwait(false);
            if (_run.IsStopped)
            {
                // The outcome that stopped the run comes first.
                await settled.ConfigureAwait(false);
                _waitingMessages.Remove(message);
                Tell(message, message.Skip(SkipReason.RunStopped, Fault?.Message));
                continue;
            }

            var send = new MessageSend(_environment, _options, _guard, _waitingMessages, _record, _run, message, settled, last);
            var outcome = await send.SendAsync(_stopWaiting.Token, _abort.Token).ConfigureAwait(false);
            _waitingMessages.Remove(message);
            if (message.Canary is { } place && outcome.Cause is CanaryClosedException)
            {
                place.Settle(null);
                continue;
            }

            _run.Note(outcome);
            await settled.ConfigureAwait(false);
            settled = SettleAsync(send, message, outcome);
            last = send.AttemptId ?? last;
        }

        await settled.ConfigureAwait(false);
    }

    private async Task SettleAsync(MessageSend send, GuardedMessage message, ResendOutcome outcome)
    {
        await send.SettleAsync().ConfigureAwait(false);
        Tell(message, outcome);
    }
}
