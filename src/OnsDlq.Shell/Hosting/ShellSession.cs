using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;
using OnsDlq.Shell.Terminal;

namespace OnsDlq.Shell.Hosting;

/// <summary>One runspace with the module in it, and whatever runs there.</summary>
internal sealed class ShellSession : IDisposable
{
    private readonly Runspace _runspace;
    private readonly Screen _screen;
    private readonly ProgressText _progress;
    private readonly Lock _gate = new();
    private readonly Stack<PowerShell?> _running = new();
    private readonly ManualResetEventSlim _idle = new(initialState: true);
    private int _nested;

    private ShellSession(Runspace runspace, Screen screen, ProgressText progress) =>
        (_runspace, _screen, _progress) = (runspace, screen, progress);

    /// <summary>Opens a runspace on a host.</summary>
    public static ShellSession Open(ShellHost host, Screen screen, ProgressText progress)
    {
        // The commands beyond the engine's own exist only in a build on the whole SDK.
        var assemblies = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? string.Empty;
        var state = assemblies.Contains("Microsoft.PowerShell.Commands.Utility.dll", StringComparison.OrdinalIgnoreCase)
            ? InitialSessionState.CreateDefault()
            : InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            // What pwsh ships as its default; without it even the module's views would be refused.
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        }
        var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
        return new ShellSession(runspace, screen, progress);
    }

    /// <summary>Runs a text as if it were typed, output and errors shown.</summary>
    public RunOutcome Run(string text)
    {
        using var shell = Create();
        shell.AddScript(text, useLocalScope: false);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        shell.HistoryString = text;
        try
        {
            // Only what is kept in the history leaves its $? behind.
            Tracked(shell, () => shell.Invoke(input: null, new PSInvocationSettings { AddToHistory = true }));
            return shell.InvocationStateInfo.State == PSInvocationState.Stopped ? RunOutcome.Stopped
                : LastSucceeded() ? RunOutcome.Succeeded : RunOutcome.Failed;
        }
        catch (PipelineStoppedException)
        {
            return RunOutcome.Stopped;
        }
        catch (IncompleteParseException error)
        {
            // The engine's view of errors shows a blank line for a text that ends too early.
            _screen.WriteErrorLine("ParserError: " + error.Message);
            return RunOutcome.Broken;
        }
        catch (Exception error) when (error is IContainsErrorRecord)
        {
            Show(((IContainsErrorRecord)error).ErrorRecord);
            return RunOutcome.Broken;
        }
    }

    /// <summary>Runs a text silently and gives what it emits.</summary>
    /// <exception cref="RuntimeException">A terminating error ended it, or it was stopped.</exception>
    public IReadOnlyList<PSObject?> Ask(string text, params IEnumerable<object?> arguments)
    {
        using var shell = Create();
        shell.AddScript(text, useLocalScope: false);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }
        var emitted = Tracked(shell, () => shell.Invoke());
        return shell.InvocationStateInfo.State == PSInvocationState.Stopped ? throw new PipelineStoppedException() : emitted;
    }

    /// <summary>Gives the completions of a text at a cursor.</summary>
    public CommandCompletion Complete(string text, int cursor)
    {
        using var shell = Create();
        return CommandCompletion.CompleteInput(text, cursor, options: null, shell);
    }

    /// <summary>Runs a prompt inside the command that waits for it: Ctrl+C there must not stop that command.</summary>
    public void Nest(Action prompt)
    {
        lock (_gate)
        {
            _running.Push(null);
            _nested++;
        }
        try
        {
            prompt();
        }
        finally
        {
            lock (_gate)
            {
                _nested--;
                _running.Pop();
            }
        }
    }

    /// <summary>Stops what runs innermost; returns at once.</summary>
    public void StopRunning()
    {
        lock (_gate)
        {
            if (_running.TryPeek(out var shell))
            {
                shell?.BeginStop(callback: null, state: null);
            }
        }
    }

    /// <summary>Stops everything that runs and waits until it has settled, but no longer than given.</summary>
    public void StopAll(TimeSpan patience)
    {
        lock (_gate)
        {
            foreach (var shell in _running)
            {
                shell?.BeginStop(callback: null, state: null);
            }
        }
        _idle.Wait(patience);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runspace.Dispose();
        _idle.Dispose();
    }

    // As a value among others it would go to standard output.
    private void Show(ErrorRecord error)
    {
        using var shell = Create();
        shell.AddCommand("Out-Default").AddParameter("InputObject", error);
        using (_screen.OutputAsErrors())
        {
            shell.Invoke();
        }
    }

    private bool LastSucceeded()
    {
        using var shell = Create();
        return shell.AddScript("$global:?", useLocalScope: false).Invoke<bool>().FirstOrDefault();
    }

    private T Tracked<T>(PowerShell shell, Func<T> invoke)
    {
        lock (_gate)
        {
            _running.Push(shell);
            _idle.Reset();
        }
        try
        {
            return invoke();
        }
        finally
        {
            lock (_gate)
            {
                _running.Pop();
                if (_running.Count == 0)
                {
                    _idle.Set();
                }
            }
            _progress.Reset();
        }
    }

    private PowerShell Create()
    {
        if (_nested > 0)
        {
            return PowerShell.Create(RunspaceMode.CurrentRunspace);
        }
        var shell = PowerShell.Create();
        shell.Runspace = _runspace;
        return shell;
    }
}
