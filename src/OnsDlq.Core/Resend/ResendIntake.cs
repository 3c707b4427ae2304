using System.Threading.Channels;
using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>
/// The first stage of a run: decides on messages in the order in which they were given, beside whoever gives them, and passes on those that
/// may be sent. All that have come by then are read from the journal at once; no message waits for others to come.
/// </summary>
/// <remarks>
/// What was read for a batch may be overtaken by what the batch itself sends, or by others: the claim compares the version of the history, and a
/// history that changed is decided on again. A message that a person is asked about is read alone, so that the prompt shows what holds then.
/// </remarks>
/// <param name="environment">The run's environment.</param>
/// <param name="guard">Decides.</param>
/// <param name="run">Whether the run goes on.</param>
/// <param name="capacity">How many messages may wait to be decided on.</param>
/// <param name="pass">Takes the messages that may be sent; waits while there is no room.</param>
/// <param name="emit">Takes the outcomes of the other messages.</param>
/// <param name="listener">Told about further entries; null for none.</param>
internal sealed class ResendIntake(
    ResendEnvironment environment,
    ResendGuard guard,
    RunState run,
    int capacity,
    Func<GuardedMessage, ValueTask> pass,
    Action<ResendOutcome> emit,
    IResendListener? listener)
{
    private const int LargestBatch = 32;

    // Where senders are slow, a message of a batch may wait for its turn; then it is read again, for it may be skipped for what holds no longer.
    private static readonly TimeSpan FreshRead = TimeSpan.FromSeconds(1);

    private readonly Channel<Given> _given = Channel.CreateBounded<Given>(new BoundedChannelOptions(capacity) { SingleReader = true });
    private readonly DuplicateGuard _taken = new();
    private readonly HeldVerdicts _held = new(HeldVerdicts.Most);
    private int _waiting;

    /// <summary>How many messages were given and are not decided on.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Takes a message to decide on; waits while the queue is full.</summary>
    /// <exception cref="ChannelClosedException">The input is complete, or the run was stopped.</exception>
    public ValueTask GiveAsync(MessageReference message, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        return _given.Writer.WriteAsync(new(message, null), cancellationToken);
    }

    /// <summary>Decides on a message that the user is asked about next; null where it is not sent, and its outcome is passed on.</summary>
    /// <exception cref="ChannelClosedException">The input is complete, or the run was stopped.</exception>
    public async Task<GuardedMessage?> DecideAsync(MessageReference message, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<GuardedMessage?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Increment(ref _waiting);
        await _given.Writer.WriteAsync(new(message, answer), cancellationToken).ConfigureAwait(false);
        return await answer.Task.ConfigureAwait(false);
    }

    /// <summary>Says that no more will be given.</summary>
    public void Complete() => _given.Writer.TryComplete();

    /// <summary>Decides until no more is given; never fails.</summary>
    public async Task RunAsync()
    {
        var batch = new List<Given>(LargestBatch);
        while (await _given.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < LargestBatch && _given.Reader.TryPeek(out var next) && (batch.Count == 0 || (next.Answer ?? batch[^1].Answer) is null))
                if (_given.Reader.TryRead(out var given)) batch.Add(given);
            await DecideAsync(batch).ConfigureAwait(false);
            batch.Clear();
        }

        foreach (var outcome in _held.TakeAll()) emit(outcome);
    }

    private async Task DecideAsync(List<Given> batch)
    {
        var readAt = environment.Time.GetTimestamp();
        var read = batch.Count == 1 ? ResendGuard.NothingRead : await ReadAsync(batch).ConfigureAwait(false);
        foreach (var (message, answer) in batch)
        {
            if (environment.Time.GetElapsedTime(readAt) > FreshRead) read = ResendGuard.NothingRead;
            var allowed = await DecideAsync(message, read, isAsked: answer is not null).ConfigureAwait(false);
            Interlocked.Decrement(ref _waiting);
            if (answer is not null) answer.SetResult(allowed);
            else if (allowed is not null) await pass(allowed).ConfigureAwait(false);
        }
    }

    // An error is reported by each message's own read.
    private async Task<IReadOnlyDictionary<MessageKey, MessageHistory>> ReadAsync(List<Given> batch)
    {
        if (run.IsStopped) return ResendGuard.NothingRead;
        try
        {
            var messages = batch.Select(given => given.Message).Where(message => message.LeftOut is null && !_taken.Contains(message));
            return await guard.ReadAsync(messages, run.Stopped).ConfigureAwait(false);
        }
        catch (Exception)
        {
            return ResendGuard.NothingRead;
        }
    }

    private async Task<GuardedMessage?> DecideAsync(MessageReference message, IReadOnlyDictionary<MessageKey, MessageHistory> read, bool isAsked)
    {
        try
        {
            if (message.LeftOut is not null) return Conclude(ResendOutcome.LeftOut(message));
            if (_taken.Contains(message)) return Repeat(message);
            if (!string.IsNullOrEmpty(message.InstanceId))
                _held.Drop(MessageKey.Of(environment.Realm, message.InstanceId, message.GroupId, message.MsgId));
            if (run.IsStopped) return Conclude(ResendOutcome.NotReached(message, run.Fault));
            var guarded = await guard.DecideAsync(message, read, run.Stopped).ConfigureAwait(false);
            if (isAsked && guarded.Decision.Send && !guard.IsSeen(guarded)) guarded = await guard.SeeAsync(guarded, run.Stopped).ConfigureAwait(false);
            if (guarded.Decision.Reason is { } reason)
            {
                var skipped = guarded.Skip(reason);
                return message.StoreTimestamp is not null && _held.TryHold(guarded.Key, skipped) ? null : Conclude(skipped);
            }

            // Where no instance was given, the message is identified only now.
            _held.Drop(guarded.Key);
            return _taken.TryAdd(guarded.Message) ? guarded : Repeat(guarded.Message);
        }
        catch (Exception) when (run.IsStopped)
        {
            return Conclude(ResendOutcome.NotReached(message, run.Fault));
        }
        catch (Exception error)
        {
            return Conclude(run.Refuse(message, error));
        }
    }

    // Another listed entry of a message is no other message. A message that was given twice is reported.
    private GuardedMessage? Repeat(MessageReference message)
    {
        if (message.ListedAt is null) return Conclude(ResendOutcome.Skipped(message, SkipReason.DuplicateInput));
        listener?.Repeated(message);
        return null;
    }

    private GuardedMessage? Conclude(ResendOutcome outcome)
    {
        emit(outcome);
        return null;
    }

    /// <summary>A message that waits.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="Answer">Gets the decision, where the caller waits for it; otherwise null.</param>
    private readonly record struct Given(MessageReference Message, TaskCompletionSource<GuardedMessage?>? Answer);
}
