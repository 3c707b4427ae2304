using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using OnsDlq.TestKit.Consoles;
using OnsDlq.TestKit.Sandbox;
using Xunit;

namespace OnsDlq.TestKit.ModuleHost;

/// <summary>
/// A session of the real PowerShell engine. Every test that runs commands inside its own process does so in one of these; derived classes
/// only add the connection that their tests need.
/// </summary>
public class ModuleSession : IDisposable
{
    /// <summary>Opens a session and imports a module or a binary by its path.</summary>
    /// <param name="modulePath">The psd1, the folder or the dll; null for none.</param>
    /// <param name="host">Answers prompts; null for a host without answers.</param>
    /// <param name="configure">Adds to the session before it opens, for example cmdlets of the test or format files.</param>
    public ModuleSession(string? modulePath, ScriptedHost? host = null, Action<InitialSessionState>? configure = null)
    {
        Host = host ?? ScriptedHost.Answering();
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        if (modulePath is not null) state.ImportPSModule([modulePath]);
        configure?.Invoke(state);
        Runspace = RunspaceFactory.CreateRunspace(Host, state);
        try
        {
            Runspace.Open();
        }
        catch
        {
            Runspace.Dispose();
            throw;
        }
    }

    /// <summary>The host: answers prompts, and records what was asked and shown.</summary>
    public ScriptedHost Host { get; }

    /// <summary>The runspace.</summary>
    public Runspace Runspace { get; }

    /// <summary>Opens a session with the module as it is shipped: the one that the build has staged.</summary>
    public static ModuleSession Staged(ScriptedHost? host = null) => new(ConsoleProgram.StagedManifest, host);

    /// <summary>Gives a variable a value.</summary>
    public void Set(string variable, object? value) => Runspace.SessionStateProxy.SetVariable(variable, value);

    /// <summary>Sets <c>$key</c> and <c>$token</c> for -Credential and -SecurityToken.</summary>
    public void SetKey(string id, string secret, string? token = null)
    {
        Set("key", new PSCredential(id, new NetworkCredential("", secret).SecurePassword));
        Set("token", token is null ? null : new NetworkCredential("", token).SecurePassword);
    }

    /// <summary>Sets <c>$endpoint</c>, <c>$region</c> and <c>$key</c> to those of a sandbox; nothing is connected yet.</summary>
    public void SetSandbox(SandboxProcess sandbox)
    {
        Set("endpoint", sandbox.Endpoint.ToString());
        Set("region", sandbox.RegionId);
        SetKey(sandbox.AccessKeyId, sandbox.AccessKeySecret);
    }

    /// <summary>Runs a script to its end, or until the test is cancelled.</summary>
    public Task<ModuleRun> RunAsync(string script) => RunUntilCancelledAsync(script, TestContext.Current.CancellationToken);

    /// <summary>Runs a script to its end or until the token is cancelled: for cleaning up, which a cancelled test must do too.</summary>
    public async Task<ModuleRun> RunUntilCancelledAsync(string script, CancellationToken cancellationToken)
    {
        using var invocation = Start(script);
        using var stop = cancellationToken.UnsafeRegister(static state => ((ModuleInvocation)state!).Abort(), invocation);
        return await invocation.EndAsync(cancellationToken);
    }

    /// <summary>Starts a script; <c>$input</c> reads from <paramref name="input"/>, which the caller fills and completes.</summary>
    /// <remarks>
    /// In a script PowerShell writes a command's terminating error to the error stream and goes on with the next statement. Here it ends
    /// the script, so that a test can tell it from a non-terminating error.
    /// </remarks>
    public ModuleInvocation Start(string script, PSDataCollection<PSObject>? input = null)
    {
        var shell = PowerShell.Create();
        shell.Runspace = Runspace;
        shell.AddScript($"try {{\n{script}\n}} catch {{ throw }}");
        if (input is null)
        {
            input = [];
            input.Complete();
        }

        return new ModuleInvocation(shell, input);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the runspace.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Runspace.Dispose();
    }
}
