using System.Management.Automation;

namespace OnsDlq.TestKit.ModuleHost;

/// <summary>A running script: a test can wait for its output while it runs, and stop it.</summary>
public sealed class ModuleInvocation : IDisposable
{
    private readonly PowerShell _shell;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly Task _run;
    private readonly object _gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _awaited = [];

    internal ModuleInvocation(PowerShell shell, PSDataCollection<PSObject>? input)
    {
        _shell = shell;
        _output.DataAdded += (_, _) => Release();
        _run = Task.Factory.FromAsync(_shell.BeginInvoke(input, _output), _shell.EndInvoke);
    }

    /// <summary>How many objects the script has emitted so far.</summary>
    public int OutputCount => _output.Count;

    /// <summary>Waits until the script has emitted this many objects; fails if it ends before.</summary>
    public async Task OutputReachesAsync(int count, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate) _awaited.Add((count, reached));
        Release();
        await Task.WhenAny(reached.Task, _run).WaitAsync(cancellationToken);
        if (!reached.Task.IsCompleted && _output.Count < count)
            throw new InvalidOperationException($"The script ended after {_output.Count} objects; {count} were awaited.");
    }

    /// <summary>Stops the script as Ctrl+C does, waits for its end and returns its output.</summary>
    public async Task<ModuleRun> StopAsync(CancellationToken cancellationToken)
    {
        await Task.Factory.FromAsync(_shell.BeginStop, _shell.EndStop, null).WaitAsync(cancellationToken);
        return await EndAsync(cancellationToken);
    }

    /// <summary>Waits for the script's end and returns its output.</summary>
    public async Task<ModuleRun> EndAsync(CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await _run.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is RuntimeException)
        {
            failure = e;
        }

        return new ModuleRun(
            [.. _output],
            [.. _shell.Streams.Error],
            [.. _shell.Streams.Warning.Select(record => record.Message)],
            [.. _shell.Streams.Verbose.Select(record => record.Message)],
            [.. _shell.Streams.Information.Select(record => record.MessageData?.ToString() ?? "")],
            [.. _shell.Streams.Progress],
            failure);
    }

    /// <summary>Asks the script to stop, without waiting.</summary>
    internal void Abort() => _shell.BeginStop(null, null);

    /// <inheritdoc/>
    public void Dispose()
    {
        _shell.Dispose();
        _output.Dispose();
    }

    private void Release()
    {
        lock (_gate)
        {
            foreach (var (_, reached) in _awaited.Where(awaited => awaited.Count <= _output.Count)) reached.TrySetResult();
            _awaited.RemoveAll(awaited => awaited.Reached.Task.IsCompleted);
        }
    }
}
