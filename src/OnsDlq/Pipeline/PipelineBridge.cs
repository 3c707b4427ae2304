using System.Management.Automation;

namespace OnsDlq.Pipeline;

/// <summary>
/// Between a command and the tasks that work for it: tasks run on the thread pool, the pipeline thread writes what they say, and no
/// task outlives the command.
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

    /// <summary>Makes a bridge for one command.</summary>
    public PipelineBridge(Cmdlet command)
    {
        _output = new PipelineOutput(command, OutputCapacity);
        Token = _cancel.Token;
    }

    /// <summary>Cancelled when the pipeline is stopped and when the command ends in any other way.</summary>
    public CancellationToken Token { get; }

    /// <summary>Takes words for the pipeline from any thread.</summary>
    public IPipelineWriter Writer => _output;

    /// <summary>Waits for a task that is no command's own, at most so long, whatever becomes of it.</summary>
    public static void AwaitAtMost(Task task, TimeSpan most) =>
        task.WaitAsync(most).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();

    /// <summary>Asks the tasks to end. From any thread, at any time; waits for nothing.</summary>
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

    /// <summary>Runs a task to its end, writing what it says meanwhile; throws what it threw.</summary>
    public void Run(Func<IPipelineWriter, CancellationToken, Task> work) => Await(Start(work));

    /// <summary>Runs a task to its end, writing what it says meanwhile, and gives its result; throws what it threw.</summary>
    public T Run<T>(Func<CancellationToken, Task<T>> work)
    {
        T result = default!;
        Run(async (_, cancellationToken) => result = await work(cancellationToken).ConfigureAwait(false));
        return result;
    }

    /// <summary>Starts a task on the thread pool; <see cref="Dispose"/> cancels and awaits it if nobody has before.</summary>
    public Task Start(Func<IPipelineWriter, CancellationToken, Task> work)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var task = Task.Run(() => work(_output, Token), CancellationToken.None);
        _running.Add(task);
        return task;
    }

    /// <summary>Writes what has been said so far.</summary>
    public void Drain() => _output.DrainReady();

    /// <summary>Writes what is said until <paramref name="task"/> has ended, which need not be one of the bridge's own.</summary>
    public void DrainUntil(Task task) => _output.DrainUntil(task);

    /// <summary>Writes what is said until a started task has ended; throws what it threw.</summary>
    public void Await(Task task)
    {
        _output.DrainUntil(task);
        _running.Remove(task);
        task.GetAwaiter().GetResult();
    }

    /// <summary>Cancels the tasks that still run and waits for them; what they say from now on is dropped.</summary>
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
