using System.Management.Automation;
using System.Management.Automation.Host;
using System.Threading.Channels;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Pipeline;

namespace OnsDlq.Resend;

/// <summary>Runs the engine for a command and writes its results. For the pipeline thread.</summary>
/// <remarks>
/// The pipeline thread itself takes the results from the engine, so that results that a stopped pipeline no longer accepts can be counted by
/// status.
/// </remarks>
internal sealed class ResendPipeline : IDisposable, IResendListener
{
    // Results that come within this time are written together: to wake the pipeline thread costs more than to write a result.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);

    // How often the progress is shown while no result comes, such as while the run waits for the quota.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly PSCmdlet _command;
    private readonly PipelineBridge _bridge;
    private readonly ResendEnvironment _environment;
    private readonly ResendEngine _engine;
    private readonly Task _run;
    private readonly ResendTally _written = new();
    private readonly ResendTally _unwritten = new();
    private readonly RunSpeed _speed;
    private readonly ResendProgress _progress;
    private readonly ExpiryWatch _expiry = new();
    private readonly Action<GuardedMessage>? _preview;
    private readonly PlanTotals? _plan;
    private readonly RunSummary _summary = new();
    private readonly DateTimeOffset _began;
    private readonly int _announced;
    private Task _arrival = Task.CompletedTask;
    private Task _tick = Task.CompletedTask;
    private bool _isAllGiven;
    private bool _stopAnnounced;
    private bool _disposed;

    /// <summary>Starts the run.</summary>
    /// <param name="command">The command that writes.</param>
    /// <param name="bridge">Its bridge.</param>
    /// <param name="environment">The run's environment.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="preview">Under -WhatIf: shows that a message would be sent. Null in a plan: then it gets a result.</param>
    /// <param name="announced">The expected number of messages; 0 where that is not known.</param>
    public ResendPipeline(
        PSCmdlet command, PipelineBridge bridge, ResendEnvironment environment, ResendOptions options, Action<GuardedMessage>? preview, int announced)
    {
        _command = command;
        _bridge = bridge;
        _environment = environment;
        (_preview, _announced) = (preview, announced);
        _began = environment.Time.GetLocalNow();
        _plan = options.Calls.IsWhatIf ? new(options.Calls.RequestsPerSecond) : null;
        _speed = new RunSpeed(environment.Time, options.Calls.RequestsPerSecond);
        var calls = new CallWatch(environment.Time);
        _progress = new ResendProgress(environment.Time, _speed, calls);
        _engine = new ResendEngine(environment, options with { Calls = calls.Watch(options.Calls), Looks = options.Calls }, this);
        _run = bridge.Start(async (_, stop) =>
        {
            await using (_engine.ConfigureAwait(false))
            using (stop.UnsafeRegister(static engine => ((ResendEngine)engine!).Stop(), _engine))
                await _engine.Completion.ConfigureAwait(false);
        });
        if (!options.Calls.IsWhatIf)
            TerminationSignals.Shared.Enter(this);
    }

    /// <summary>Gives a message to the run, which decides on it and sends it where it may be sent; while there is no room, writes results.</summary>
    public void Give(MessageReference message)
    {
        WriteReady();
        Await(_engine.GiveAsync(message, _bridge.Token));
    }

    /// <summary>
    /// Decides on a message that the user is asked about next, who has to see the message's details: it is looked up first, unless it was listed. Null
    /// where it is not sent; its result is written later.
    /// </summary>
    public GuardedMessage? Decide(MessageReference message)
    {
        WriteReady();
        var decision = _engine.DecideAsync(message, _bridge.Token);
        Await(new(decision));
        WriteReady();
        return decision.Result;
    }

    /// <summary>Queues a message for sending; while the queue is full, writes results.</summary>
    public void Enqueue(GuardedMessage message)
    {
        ((IResendListener)this).Queueing(message);
        Await(_engine.EnqueueAsync(message, _bridge.Token));
    }

    /// <summary>Writes the result of a message that the user declined to send.</summary>
    public void Decline(GuardedMessage message)
    {
        _engine.NoteSkipped();
        Write(message.Skip(SkipReason.Declined));
    }

    /// <inheritdoc/>
    void IResendListener.Queueing(GuardedMessage message)
    {
        _speed.NoteQueued();
        var (ahead, done) = (_engine.Waiting, _engine.Done);
        if (_expiry.Look(message, ahead, _speed.TimeFor(ahead, done), _environment.Clock.Now) is { } warning) _bridge.Writer.WriteWarning(warning);
    }

    /// <inheritdoc/>
    void IResendListener.Repeated(MessageReference message) =>
        _bridge.Writer.WriteVerbose(
            $"Another entry of message {message.MsgId} of group {message.GroupId} was listed; the message has been decided on already.");

    /// <inheritdoc/>
    void IResendListener.Warn(string text) => _bridge.Writer.WriteWarning(text);

    /// <inheritdoc/>
    void IResendListener.Tell(string text) => _bridge.Writer.WriteVerbose(text);

    /// <summary>
    /// Waits until everything is settled and writes the results, and at the end the error that stopped the run, if any. That is not a
    /// terminating error, which would discard the results where they are assigned to a variable.
    /// </summary>
    public void Complete()
    {
        _engine.Complete();
        _isAllGiven = true;
        Await(new(_engine.Outcomes.Completion));
        _bridge.Await(_run);
        if (_progress.Last(_written) is { } record)
            _command.WriteProgress(record);
        if (_written.EveryAnswerListedItsOwnMessage)
        {
            _command.WriteWarning(
                "Every answer lists the very message that was to be resent. Either the service could resend none of them, or it lists what it "
                + "did resend: its documentation says both. Find out whether the consumers got the messages before you resend any of them.");
        }

        foreach (var line in _plan?.Lines() ?? [])
            PersonLine.Write(_command, line, isShown: _preview is not null || PersonLine.IsWatched(_command));
        if (_plan is null && _summary.Line(_engine.RunId, _engine.Fault is not null) is { } summary)
            PersonLine.Write(_command, summary);
        foreach (var (error, group) in _engine.CanaryFaults) _command.WriteError(ErrorFactory.From(error, group));
        if (_engine.Fault is { } fault)
        {
            var isAboutTheRun = fault is OnsDlqException { Id: ErrorId.BreakerTripped or ErrorId.ConsumerOffline or ErrorId.CanaryOpen };
            _command.WriteError(ErrorFactory.From(fault, isAboutTheRun ? _engine.RunId : null));
        }
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
        {
            if (outcome.Planned is null) _unwritten.Add(outcome.Result);
        }

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

    private void WriteReady()
    {
        _bridge.Drain();
        while (_engine.Outcomes.TryRead(out var outcome)) Write(outcome);
    }

    private void Await(ValueTask work)
    {
        var task = work.AsTask();
        while (!task.IsCompleted)
        {
            if (_tick.IsCompleted) _tick = Task.Delay(Tick, _environment.Time, CancellationToken.None);
            _bridge.DrainUntil(Task.WhenAny(task, NextArrival(), _tick));
            _bridge.Token.ThrowIfCancellationRequested();
            PipelineBridge.AwaitAtMost(task, Gathering);
            WriteReady();
            ShowProgress();
        }

        // A stop also closes the queues, and a writer that waits for room may notice that first.
        _bridge.Token.ThrowIfCancellationRequested();
        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (ChannelClosedException)
        {
            // The process is about to end, and the run was stopped a moment before this command.
            throw new PipelineStoppedException();
        }
    }

    private Task NextArrival()
    {
        if (_arrival.IsCompleted)
            _arrival = _engine.Outcomes.WaitToReadAsync(_bridge.Token).AsTask();
        return _arrival;
    }

    private void Write(ResendOutcome outcome)
    {
        var result = outcome.Result;
        if (_plan is null) result.RunId ??= _engine.RunId;
        else Note(_plan, outcome);
        if (_preview is not null && outcome.Planned is { } planned)
        {
            _preview(planned);
            return;
        }

        var wasStopped = _command.Stopping;
        try
        {
            _command.WriteObject(result);
            _written.Add(result);
            _summary.Add(result);
        }
        catch (PipelineStoppedException)
        {
            // A pipeline that was stopped before accepts nothing. One that is stopped during the write has accepted the object, which may be on
            // the screen already.
            if (wasStopped) _unwritten.Add(result);
            throw;
        }

        if (result.State == ResendStatus.Skipped)
            _command.WriteVerbose(SkipText.Of(result));
        if (ResendErrors.Of(outcome) is { } error)
            _command.WriteError(error);
        ShowProgress();
    }

    private void ShowProgress()
    {
        var expected = Math.Max(_announced, _written.Total + _engine.Unfinished);
        if (_progress.Next(_written, expected, _isAllGiven || _announced > 0) is { } record) _command.WriteProgress(record);
    }

    private void Note(PlanTotals plan, ResendOutcome outcome)
    {
        outcome.Result.PlannedAt = _began;
        if (outcome.Planned is { } planned) plan.Add(planned, _environment.Clock.Now);
        else plan.Add(outcome.Result);
    }
}
