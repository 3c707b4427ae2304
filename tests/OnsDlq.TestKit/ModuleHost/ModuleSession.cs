using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace OnsDlq.TestKit.ModuleHost;

/// <summary>A session of the real PowerShell engine with a module in it.</summary>
public sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace;

    private ModuleSession(Runspace runspace, ScriptedHost host)
    {
        _runspace = runspace;
        Host = host;
    }

    /// <summary>Who is asked and what is shown.</summary>
    public ScriptedHost Host { get; }

    /// <summary>The engine's runspace.</summary>
    public Runspace Runspace => _runspace;

    /// <summary>Opens a session and imports a module or a binary by its path.</summary>
    /// <param name="modulePath">The psd1, the folder or the dll; null for none.</param>
    /// <param name="host">Who is asked; null for a host that answers nothing.</param>
    /// <param name="configure">What else the session gets before it opens, such as cmdlets of the test or format files.</param>
    public static ModuleSession Open(string? modulePath, ScriptedHost? host = null, Action<InitialSessionState>? configure = null)
    {
        host ??= ScriptedHost.Answering();
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        if (modulePath is not null) state.ImportPSModule([modulePath]);
        configure?.Invoke(state);
        var runspace = RunspaceFactory.CreateRunspace(host, state);
        try
        {
            runspace.Open();
        }
        catch
        {
            runspace.Dispose();
            throw;
        }

        return new ModuleSession(runspace, host);
    }

    /// <summary>Gives a variable a value.</summary>
    public void Set(string variable, object? value) => _runspace.SessionStateProxy.SetVariable(variable, value);

    /// <summary>Runs a script to its end.</summary>
    public async Task<ModuleRun> RunAsync(string script, CancellationToken cancellationToken)
    {
        using var invocation = Start(script);
        using var stop = cancellationToken.UnsafeRegister(static state => ((ModuleInvocation)state!).Abort(), invocation);
        return await invocation.EndAsync(cancellationToken);
    }

    /// <summary>Starts a script; <c>$input</c> reads from <paramref name="input"/>, which the caller fills and completes.</summary>
    /// <remarks>
    /// In a script PowerShell writes a command's terminating error to the error stream and goes on with the next statement; here it
    /// ends the script, so that it can be told from a non-terminating one.
    /// </remarks>
    public ModuleInvocation Start(string script, PSDataCollection<PSObject>? input = null)
    {
        var shell = PowerShell.Create();
        shell.Runspace = _runspace;
        shell.AddScript($"try {{\n{script}\n}} catch {{ throw }}");
        if (input is null)
        {
            input = [];
            input.Complete();
        }

        return new ModuleInvocation(shell, input);
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();
}
