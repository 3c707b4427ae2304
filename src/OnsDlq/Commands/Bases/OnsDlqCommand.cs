using System.Management.Automation;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Pipeline;

namespace OnsDlq.Commands.Bases;

/// <summary>The base of every command of the module: the bridge to its tasks, its clean-up in every case, its errors.</summary>
public abstract class OnsDlqCommand : PSCmdlet, IDisposable
{
    private protected OnsDlqCommand()
    {
        Bridge = new PipelineBridge(this);
    }

    /// <summary>Runs tasks and writes their output.</summary>
    private protected PipelineBridge Bridge { get; }

    /// <summary>Cancelled when the pipeline is stopped and when the command ends in any other way.</summary>
    private protected CancellationToken StopToken => Bridge.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        Leave();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes the notices of a new connection as warnings.</summary>
    private protected void Tell(OnsDlqConnection connection)
    {
        foreach (var notice in connection.Notices) WriteWarning(Printable.Of(notice));
    }

    /// <summary>Runs before the first pipeline input.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>Runs for each pipeline input, or once where there is none.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>Runs after the last pipeline input; not at all where the pipeline was stopped or has failed.</summary>
    protected virtual void End()
    {
    }

    /// <summary>Runs last, after everything was disposed of.</summary>
    private protected virtual void Leave()
    {
    }

    /// <summary>Runs on the pipeline thread once the pipeline was stopped, before what still runs is awaited; maybe more than once.</summary>
    private protected virtual void AnnounceStop()
    {
    }

    /// <summary>Cancels and awaits tasks that still run.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) EndTasks();
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(End);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => Bridge.Cancel();

    /// <summary>An exception from a step ends the command, so its tasks are ended here, and not only when the whole pipeline ends.</summary>
    private void Guard(Action step)
    {
        try
        {
            step();
        }
        catch (Exception exception)
        {
            var stopped = StopToken.IsCancellationRequested;
            EndTasks();
            if (IsOfTheEngine(exception)) throw;
            // When the command was stopped, aborted calls and similar errors are expected, and not reported.
            if (stopped) throw new PipelineStoppedException();
            ThrowTerminatingError(ErrorFactory.From(exception));
        }
    }

    private void EndTasks()
    {
        if (StopToken.IsCancellationRequested) AnnounceStop();
        Bridge.Dispose();
    }

    /// <summary>Flow control, a stopped pipeline and errors of other commands pass through untouched.</summary>
    private static bool IsOfTheEngine(Exception exception) => exception.GetType().Assembly == typeof(PSCmdlet).Assembly;
}
