using System.Management.Automation;
using OnsDlq.Shell.CommandLine;
using OnsDlq.Shell.Hosting;
using OnsDlq.Shell.Interactive;
using OnsDlq.Shell.Rehearsal;
using OnsDlq.Shell.Terminal;

namespace OnsDlq.Shell;

/// <summary>One run of the shell from its command line to its exit code: where the parts are put together.</summary>
internal sealed class ShellRun : IDisposable
{
    private readonly ShellOptions _options;
    private readonly CancellationTokenSource _shutdown = new();
    private readonly Screen _screen = new();
    private readonly KeyReader _keys;
    private readonly ShellHost _host;
    private readonly ShellSession _session;
    private readonly StopSignals _signals;

    /// <summary>Opens a session and listens for signals.</summary>
    public ShellRun(ShellOptions options)
    {
        _options = options;
        _keys = new KeyReader(_shutdown.Token);
        var input = new LineInput(_screen, _keys, !options.NonInteractive && !Console.IsInputRedirected);
        var progress = new ProgressText(_screen, TimeProvider.System);
        _host = new ShellHost(new ShellUserInterface(_screen, input, progress));
        _session = ShellSession.Open(_host, _screen, progress);
        _signals = new StopSignals(_session, _shutdown);
        input.Cancelled = _session.StopRunning;
        _host.NestedPrompt = () =>
        {
            input.Demand();
            _session.Nest(NestedPrompt);
        };
    }

    /// <summary>Does what the command line asks for and gives the exit code.</summary>
    public int Execute()
    {
        var code = ImportModule() ?? _options.Mode switch
        {
            ShellMode.Command => CodeOf(_session.Run(_options.Text)),
            ShellMode.File => CodeOfScript(_session.Run(ScriptCall.Text(Path.GetFullPath(_options.Text), _options.Arguments))),
            ShellMode.StandardInput => RunLines(new RedirectedLines(Console.In)),
            ShellMode.Rehearse => Rehearse(),
            _ => RunPrompt(),
        };
        return _signals.ExitCode ?? _host.ExitCode ?? code;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _signals.Dispose();
        _session.Dispose();
        _shutdown.Dispose();
    }

    // Gives the exit code where the shell cannot go on, and null where it can.
    private int? ImportModule()
    {
        if (ModuleLocation.Find() is not { } manifest)
        {
            _screen.WriteErrorLine("The module OnsDlq was not found. Looked for: " + string.Join(", ", ModuleLocation.Candidates()) +
                ". Build it with 'dotnet build OnsDlq.sln'.");
            return ExitCode.NoModule;
        }
        try
        {
            _session.Ask("param($Manifest) Import-Module -Name $Manifest -Global -ErrorAction Stop", manifest);
            return null;
        }
        catch (PipelineStoppedException)
        {
            return ExitCode.Interrupted;
        }
        catch (RuntimeException error)
        {
            _screen.WriteErrorLine($"The module {manifest} cannot be loaded: {error.Message}");
            return ExitCode.NoModule;
        }
    }

    private int Rehearse()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_shutdown.Token);
        void Stop(object? sender, ConsoleCancelEventArgs args) => stop.Cancel();
        Console.CancelKeyPress += Stop;
        try
        {
            return new RehearsalPlay(_session, new Narrator(_screen, stop.Token), stop.Token).Run();
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        finally
        {
            Console.CancelKeyPress -= Stop;
        }
    }

    private int RunPrompt()
    {
        if (!_options.NoLogo)
        {
            _screen.WriteLine(Usage.VersionLine);
            _screen.WriteLine("Get-Command -Module OnsDlq lists the commands; Start-OnsDlqSandbox gives a place to try them.");
        }
        return RunLines(new TerminalLines(_session, _screen, new LineEditor(_screen, _keys)), leaveWithLast: false);
    }

    private int RunLines(ILineSource lines, bool leaveWithLast = true)
    {
        var loop = new CommandLoop(_session, lines, _host);
        try
        {
            loop.Run();
        }
        catch (OperationCanceledException) when (_shutdown.IsCancellationRequested)
        {
            // A signal ended the waiting for a line; its code is the shell's.
        }
        return leaveWithLast ? CodeOf(loop.Last) : ExitCode.Success;
    }

    private void NestedPrompt()
    {
        var loop = new CommandLoop(_session, new TerminalLines(_session, _screen, new LineEditor(_screen, _keys)), _host);
        var outer = _host.LeaveNestedPrompt;
        _host.LeaveNestedPrompt = loop.Leave;
        try
        {
            loop.Run();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            _host.LeaveNestedPrompt = outer;
        }
    }

    private static int CodeOf(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Succeeded => ExitCode.Success,
        RunOutcome.Stopped => ExitCode.Interrupted,
        _ => ExitCode.Failure,
    };

    // exit N in a script ends the script, not the shell: it shows as a failed call that left its code behind.
    private int CodeOfScript(RunOutcome outcome) => outcome == RunOutcome.Failed &&
        _session.Ask("$global:LASTEXITCODE") is [{ BaseObject: int code and not 0 }] ? code : CodeOf(outcome);
}
