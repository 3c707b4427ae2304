using System.Management.Automation;
using System.Runtime.ExceptionServices;
using OnsDlq.Pipeline;

namespace OnsDlq.Resend;

/// <summary>Runs the engine for a command and writes what comes out of it. For the pipeline thread.</summary>
/// <remarks>
/// Results are taken from the engine by the pipeline thread itself, so that those a stopped pipeline no longer takes can be counted
/// by status.
/// </remarks>
internal sealed class ResendPipeline : IDisposable
{
    private readonly PSCmdlet _command;
    private readonly PipelineBridge _bridge;
    private readonly ResendEngine _engine;
    private readonly Task _run;
    private readonly ResendTally _written = new();
    private readonly ResendTally _unwritten = new();
    private readonly ResendProgress _progress;
    private Task _arrival = Task.CompletedTask;
    private bool _disposed;

    /// <summary>Starts the run.</summary>
    public ResendPipeline(PSCmdlet command, PipelineBridge bridge, ResendEnvironment environment, ResendOptions options)
    {
        _command = command;
        _bridge = bridge;
        _progress = new ResendProgress(environment.Time);
        _engine = new ResendEngine(environment, options);
        _run = bridge.Start(async (_, stop) =>
        {
            await using (_engine.ConfigureAwait(false))
            using (stop.UnsafeRegister(static engine => ((ResendEngine)engine!).Stop(), _engine))
                await _engine.Completion.ConfigureAwait(false);
        });
    }

    /// <summary>Whether no further message will be sent.</summary>
    public bool IsStopped => _engine.IsStopped;

    /// <summary>Writes what has come out so far.</summary>
    public void WriteReady()
    {
        _bridge.Drain();
        while (_engine.Outcomes.TryRead(out var outcome))
            Write(outcome);
    }

    /// <summary>Queues a message; while there is no room, writes what comes out.</summary>
    public void Enqueue(GuardedMessage message)
    {
        var queued = _engine.EnqueueAsync(message, _bridge.Token).AsTask();
        while (!queued.IsCompleted)
        {
            _bridge.DrainUntil(Task.WhenAny(queued, NextArrival()));
            WriteReady();
        }

        // A stop closes the queue as well, and whoever waits for room may see that first.
        _bridge.Token.ThrowIfCancellationRequested();
        _bridge.Await(queued);
    }

    /// <summary>Writes the result of a message that is not sent.</summary>
    public void Skip(MessageReference message, SkipReason reason) =>
        Write(new ResendOutcome(new ResendResult(message, ResendStatus.Skipped) { Reason = reason }));

    /// <summary>Waits until everything has settled, writing what comes out; throws what stopped the run where something did.</summary>
    public void Complete()
    {
        _engine.Complete();
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
            ExceptionDispatchInfo.Throw(fault);
    }

    /// <summary>
    /// Tells the person at the screen what can no longer go down the pipeline. For the end of the command, once its bridge is disposed of
    /// and with it the engine, so that everything has settled.
    /// </summary>
    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        while (_engine.Outcomes.TryRead(out var outcome))
            _unwritten.Add(outcome.Result);
        if (_unwritten.Total > 0)
            _command.Host.UI.WriteWarningLine(FormattableString.Invariant($"The command was stopped before {_unwritten.Total} results could be written: {_unwritten}."));
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
        try
        {
            _command.WriteObject(result);
            _written.Add(result);
        }
        catch (PipelineStoppedException)
        {
            // Whoever ends the pipeline from below has taken the object; a stopped pipeline has not.
            _unwritten.Add(result);
            throw;
        }

        if (result.Status == ResendStatus.Skipped)
            _command.WriteVerbose($"Message {result.MsgId} of group {result.GroupId} was not sent: {Explain(result)}");
        if (ResendErrors.Of(outcome) is { } error)
            _command.WriteError(error);
        if (_progress.Next(_written) is { } record)
            _command.WriteProgress(record);
    }

    private static string Explain(ResendResult result) => result.Reason switch
    {
        SkipReason.DuplicateInput => "DuplicateInput: this run was given the same message before.",
        _ => $"{result.Reason}: the run had stopped before its turn came.",
    };
}
