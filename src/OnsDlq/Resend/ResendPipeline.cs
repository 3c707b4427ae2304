using System.Management.Automation;
using System.Management.Automation.Host;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Pipeline;

namespace OnsDlq.Resend;

/// <summary>Runs the engine for a command and writes its results. For the pipeline thread.</summary>
/// <remarks>
/// The pipeline thread itself takes the results from the engine, so that results that a stopped pipeline no longer accepts can be counted by
/// status.
/// </remarks>
internal sealed class ResendPipeline : IDisposable
{
    private readonly PSCmdlet _command;
    private readonly PipelineBridge _bridge;
    private readonly ResendEnvironment _environment;
    private readonly ResendGuard _guard;
    private readonly ResendEngine _engine;
    private readonly Task _run;
    private readonly ResendTally _written = new();
    private readonly ResendTally _unwritten = new();
    private readonly RunSpeed _speed;
    private readonly ResendProgress _progress;
    private readonly ExpiryWatch _expiry = new();
    private readonly HeldVerdicts _held = new(HeldVerdicts.Most);
    private readonly int _announced;
    private Task _arrival = Task.CompletedTask;
    private int _taken;
    private int _settled;
    private bool _stopAnnounced;
    private bool _disposed;

    /// <summary>Starts the run.</summary>
    /// <param name="command">The command that writes.</param>
    /// <param name="bridge">Its bridge.</param>
    /// <param name="environment">The run's environment.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="announced">The expected number of messages; 0 where that is not known.</param>
    public ResendPipeline(PSCmdlet command, PipelineBridge bridge, ResendEnvironment environment, ResendOptions options, int announced)
    {
        _command = command;
        _bridge = bridge;
        _environment = environment;
        _announced = announced;
        _speed = new RunSpeed(environment.Time, options.Calls.RequestsPerSecond);
        _progress = new ResendProgress(environment.Time, _speed);
        _guard = new ResendGuard(environment, options);
        _engine = new ResendEngine(environment, options);
        _run = bridge.Start(async (_, stop) =>
        {
            await using (_engine.ConfigureAwait(false))
            using (stop.UnsafeRegister(static engine => ((ResendEngine)engine!).Stop(), _engine))
                await _engine.Completion.ConfigureAwait(false);
        });
        if (!options.Calls.IsWhatIf)
            TerminationSignals.Shared.Enter(this);
    }

    /// <summary>
    /// Decides on a message; null where it is not sent, and then its result has been written, or is written at the end of the run.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="isAsked">
    /// Whether a person will be asked, who has to see the message's details: the message is then looked up now, and not before its claim.
    /// </param>
    public GuardedMessage? Decide(MessageReference message, bool isAsked)
    {
        WriteReady();
        if (!string.IsNullOrEmpty(message.InstanceId))
            _held.Drop(MessageKey.Of(_environment.Realm, message.InstanceId, message.GroupId, message.MsgId));
        if (_engine.IsStopped)
        {
            Skip(message, SkipReason.RunStopped, _engine.Fault?.Message);
            return null;
        }

        GuardedMessage guarded;
        try
        {
            guarded = _bridge.Run(token => _guard.DecideAsync(message, token));
            if (isAsked && guarded.Decision.Reason is null && !_guard.IsSeen(guarded))
                guarded = _bridge.Run(token => _guard.SeeAsync(guarded, token));
        }
        catch (OnsDlqException error)
        {
            _bridge.Token.ThrowIfCancellationRequested();
            Finish(_engine.Refuse(message, error));
            return null;
        }

        if (guarded.Decision.Reason is not { } reason)
            return guarded;

        var skipped = guarded.Skip(reason);
        if (message.StoreTimestamp is null || !_held.TryHold(guarded.Key, skipped))
            Finish(skipped);
        return null;
    }

    /// <summary>Writes the results that are ready.</summary>
    public void WriteReady()
    {
        _bridge.Drain();
        while (_engine.Outcomes.TryRead(out var outcome))
            WriteSettled(outcome);
    }

    /// <summary>Queues a message for sending; while the queue is full, writes results.</summary>
    public void Enqueue(GuardedMessage message)
    {
        var ahead = _speed.Queued - _settled;
        if (_expiry.Look(message, ahead, _speed.TimeFor(ahead, _settled), _environment.Clock.Now) is { } warning)
            _command.WriteWarning(warning);

        _taken++;
        _speed.NoteQueued();
        var queued = _engine.EnqueueAsync(message, _bridge.Token).AsTask();
        while (!queued.IsCompleted)
        {
            _bridge.DrainUntil(Task.WhenAny(queued, NextArrival()));
            WriteReady();
        }

        // A stop also closes the queue, and a writer that waits for room may notice that first.
        _bridge.Token.ThrowIfCancellationRequested();
        _bridge.Await(queued);
    }

    /// <summary>Skips another entry of a message that the run took before: it has no result of its own.</summary>
    public void SkipRepeated(MessageReference message)
    {
        if (message.ListedAt is not null)
            _command.WriteVerbose($"Another entry of message {message.MsgId} of group {message.GroupId} was listed; the message has been decided on already.");
        else
            Skip(message, SkipReason.DuplicateInput);
    }

    /// <summary>Writes the result of a message that the user declined to send.</summary>
    public void Decline(GuardedMessage message) => Finish(message.Skip(SkipReason.Declined));

    /// <summary>Writes the result of a message that is not sent.</summary>
    public void Skip(MessageReference message, SkipReason reason, string? why = null) =>
        Finish(new ResendOutcome(new ResendResult(message, ResendStatus.Skipped) { Reason = reason, ErrorMessage = why }));

    /// <summary>
    /// Waits until everything is settled and writes the results, and at the end the error that stopped the run, if any. That is not a
    /// terminating error, which would discard the results where they are assigned to a variable.
    /// </summary>
    public void Complete()
    {
        _engine.Complete();
        foreach (var outcome in _held.TakeAll())
            Finish(outcome);
        WriteReady();
        while (!_engine.Outcomes.Completion.IsCompleted)
        {
            _bridge.DrainUntil(NextArrival());
            _bridge.Token.ThrowIfCancellationRequested();
            WriteReady();
        }

        _bridge.Await(_run);
        if (_progress.Last(_written) is { } record)
            _command.WriteProgress(record);
        if (_written.EveryAnswerListedItsOwnMessage)
        {
            _command.WriteWarning(
                "Every answer lists the very message that was to be resent. Either the service could resend none of them, or it lists what it "
                + "did resend: its documentation says both. Find out whether the consumers got the messages before you resend any of them.");
        }

        if (_engine.Fault is { } fault)
            _command.WriteError(ErrorFactory.From(fault, fault is OnsDlqException { Id: ErrorId.BreakerTripped } ? _engine.RunId : null));
    }

    /// <summary>Shows once, on the host's screen, what a stopped command still waits for.</summary>
    public void AnnounceStop()
    {
        if (_stopAnnounced) return;
        _stopAnnounced = true;
        if (_engine.InFlight is > 0 and var count)
            WarnScreen(FormattableString.Invariant($"Stopping, {count} in flight, which may settle for up to {_engine.TimeToSettle.TotalSeconds:0} s."));
    }

    /// <summary>
    /// Stops the run because the process is about to end, from any thread: sends nothing more and lets calls in flight settle, without the
    /// pipeline thread, which may be busy.
    /// </summary>
    public async Task StopForGoodAsync()
    {
        _engine.Stop(TerminationSignals.SettleTime);
        _bridge.Cancel();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>
    /// Shows on the host's screen how many results could not be written to the pipeline. Called at the end of the command, after the bridge and
    /// the engine were disposed of, so that everything is settled.
    /// </summary>
    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        while (_engine.Outcomes.TryRead(out var outcome))
            _unwritten.Add(outcome.Result);
        foreach (var held in _held.TakeAll())
            _unwritten.Add(held.Result);
        if (_unwritten.Total > 0)
            WarnOfUnwritten();

        // Otherwise the host would go on with the next command, and end the process with another exit code.
        TerminationSignals.Shared.WaitForEnd();
        TerminationSignals.Shared.Leave(this);
    }

    private void WarnOfUnwritten()
    {
        // A run that sent nothing is not in the journal.
        var kept = _unwritten.Total > _unwritten[ResendStatus.Skipped]
            ? $" Get-OnsDlqResend -RunId {_engine.RunId} tells what became of them."
            : "";
        WarnScreen(FormattableString.Invariant($"The command was stopped before {_unwritten.Total} results could be written: {_unwritten}.{kept}"));
    }

    // Directly to the host, since the pipeline accepts nothing more. A missing or closed screen must not stop calls in flight from settling.
    private void WarnScreen(string text)
    {
        try
        {
            _command.Host.UI.WriteWarningLine(text);
        }
        catch (Exception exception) when (
            exception is HostException or NotImplementedException or IOException or NullReferenceException or InvalidOperationException)
        {
            return;
        }
    }

    private Task NextArrival()
    {
        if (_arrival.IsCompleted)
            _arrival = _engine.Outcomes.WaitToReadAsync(_bridge.Token).AsTask();
        return _arrival;
    }

    private void WriteSettled(ResendOutcome outcome)
    {
        _settled++;
        Write(outcome);
    }

    private void Finish(ResendOutcome outcome)
    {
        _taken++;
        Write(outcome);
    }

    private void Write(ResendOutcome outcome)
    {
        var result = outcome.Result;
        result.RunId ??= _engine.RunId;
        var wasStopped = _command.Stopping;
        try
        {
            _command.WriteObject(result);
            _written.Add(result);
        }
        catch (PipelineStoppedException)
        {
            // A pipeline that was stopped before accepts nothing. One that is stopped during the write has accepted the object, which may be on
            // the screen already.
            if (wasStopped) _unwritten.Add(result);
            throw;
        }

        if (result.Status == ResendStatus.Skipped)
            _command.WriteVerbose(SkipText.Of(result));
        if (ResendErrors.Of(outcome) is { } error)
            _command.WriteError(error);
        if (_progress.Next(_written, Math.Max(_announced, _taken)) is { } record)
            _command.WriteProgress(record);
    }
}
