using System.Management.Automation;

namespace OnsDlq.Pipeline;

/// <summary>
/// Connects a command with its tasks: tasks run on the thread pool, the pipeline thread writes their output, and no task outlives the command.
/// </summary>
/// <remarks>
/// This and <see cref="PipelineOutput"/> are the only places that block on a task. Except for <see cref="Cancel"/>, members are for
/// the pipeline thread.
/// </remarks>
internal sealed class PipelineBridge : IDisposable
{
    /// <summary>How many objects and errors may wait for the pipeline thread.</summary>
    internal const int OutputCapacity = 256;

    private readonly CancellationTokenSource _cancel = new();
    private readonly PipelineOutput _output;
    private readonly List<Task> _running = [];
    private bool _disposed;

    public PipelineBridge(Cmdlet command)
    {
        _output = new PipelineOutput(command, OutputCapacity);
        Token = _cancel.Token;
    }

    /// <summary>Cancelled when the pipeline is stopped and when the command ends in any other way.</summary>
    public CancellationToken Token { get; }

    /// <summary>Takes output for the pipeline from any thread.</summary>
    public IPipelineWriter Writer => _output;

    /// <summary>Waits for a task that belongs to no command, for a limited time; whether it succeeds does not matter.</summary>
    public static void AwaitAtMost(Task task, TimeSpan most) => Task.WaitAny([task], most);

    /// <summary>Asks the tasks to end, and returns at once. May be called from any thread, at any time.</summary>
    public void Cancel()
    {
        try
        {
            _cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The pipeline may be stopped while the command is being disposed of.
        }
    }

    /// <summary>Runs a task to its end, and writes its output meanwhile; rethrows its exception.</summary>
    public void Run(Func<IPipelineWriter, CancellationToken, Task> work) => Await(Start(work));

    /// <summary>Runs a task to its end, writes its output meanwhile, and gives its result; rethrows its exception.</summary>
    public T Run<T>(Func<CancellationToken, Task<T>> work)
    {
        T result = default!;
        Run(async (_, cancellationToken) => result = await work(cancellationToken).ConfigureAwait(false));
        return result;
    }

    /// <summary>Starts a task on the thread pool; <see cref="Dispose"/> cancels and awaits it if that was not done before.</summary>
    public Task Start(Func<IPipelineWriter, CancellationToken, Task> work)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var task = Task.Run(() => work(_output, Token), CancellationToken.None);
        _running.Add(task);
        return task;
    }

    /// <summary>Writes the output that is queued.</summary>
    public void Drain() => _output.DrainReady();

    /// <summary>Writes output until <paramref name="task"/> has ended, which need not be one of the bridge's own.</summary>
    public void DrainUntil(Task task) => _output.DrainUntil(task);

    /// <summary>Writes output until a started task has ended; rethrows its exception.</summary>
    public void Await(Task task)
    {
        _output.DrainUntil(task);
        _running.Remove(task);
        task.GetAwaiter().GetResult();
    }

    /// <summary>Cancels the tasks that still run and waits for them; their output from now on is dropped.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _cancel.Cancel();
        _output.Close();
        Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        _running.Clear();
        _output.Dispose();
        _cancel.Dispose();
    }
}
