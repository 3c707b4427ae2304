using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Rehearsal;
using OnsDlq.Sessions;

namespace OnsDlq.Commands;

/// <summary>Starts a local stand-in for the service and connects the session to it.</summary>
[Cmdlet(VerbsLifecycle.Start, "OnsDlqSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(Sandbox))]
public sealed class StartOnsDlqSandboxCommand : OnsDlqCommand
{
    /// <summary>The initial content of the queues: demo, none, or a JSON file with messages.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(SeedCompleter))]
    [ValidateNotNullOrEmpty]
    [PSDefaultValue(Value = "demo")]
    public string Seed { get; set; } = "demo";

    /// <summary>The port on this machine; 0 chooses a free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    [PSDefaultValue(Value = 0)]
    public int Port { get; set; }

    /// <summary>
    /// The quota of calls for each operation: default (that of the service), off, or a number of calls in a number of seconds, such as 20/10.
    /// </summary>
    [Parameter]
    [ValidatePattern("^(default|off|[0-9]+/[0-9]+)$")]
    [PSDefaultValue(Value = "default")]
    public string Quota { get; set; } = "default";

    /// <summary>By how much each answer is delayed, in ms.</summary>
    [Parameter]
    [ValidateRange(0, 600000)]
    [PSDefaultValue(Value = 0)]
    public int Latency { get; set; }

    /// <summary>How a resend is answered: note lists the messages that could not be resent, sample those that were resent.</summary>
    [Parameter]
    [ValidateSet("note", "sample")]
    [PSDefaultValue(Value = "note")]
    public string ResendAnswer { get; set; } = "note";

    /// <summary>How a call is answered whose instance or group does not exist: owner (as if it belonged to somebody else) or notfound.</summary>
    [Parameter]
    [ValidateSet("owner", "notfound")]
    [PSDefaultValue(Value = "owner")]
    public string MissingName { get; set; } = "owner";

    /// <inheritdoc/>
    protected override void End()
    {
        var session = Session.Current;
        if (session.Sandbox is { IsRunning: true } running)
            throw new CommandException(ErrorId.SandboxRunning, $"A sandbox runs already at {running.Endpoint}.", running);
        var seed = SeedOrPath();
        if (!ShouldProcess("OnsDlq sandbox on this machine", "Start")) return;
        if (session.Sandbox is { } gone) StopOnsDlqSandboxCommand.Stop(gone, Bridge, session);

        var options = new SandboxOptions(
            Port, seed, Quota.ToLowerInvariant(), Latency, ResendAnswer.ToLowerInvariant(), MissingName.ToLowerInvariant());
        var (sandbox, connection) = Bridge.Run(token => StartAsync(options, token));
        session.Enter(sandbox, connection);
        LetOthersJoin(sandbox);
        WriteVerbose($"Connected to the sandbox at {sandbox.Endpoint}; Stop-OnsDlqSandbox ends it.");
        WriteObject(sandbox);
    }

    // A sandbox that cannot be connected to is stopped again, so that the session does not keep it.
    private static async Task<(Sandbox Sandbox, OnsDlqConnection Connection)> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        var sandbox = await SandboxLauncher.OfTheModule.StartAsync(options, cancellationToken);
        try
        {
            return (sandbox, await Connector.ConnectAsync(sandbox.Rehearsal.Request, cancellationToken));
        }
        catch
        {
            await sandbox.StopAsync();
            throw;
        }
    }

    private void LetOthersJoin(Sandbox sandbox)
    {
        try
        {
            sandbox.Open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WriteWarning(Printable.Of($"No second window can join this rehearsal: {exception.Message}"));
        }
    }

    private string SeedOrPath() => Seed.ToLowerInvariant() is "demo" or "none"
        ? Seed.ToLowerInvariant()
        : FilePath.Of(this, Seed, "seed", ErrorId.SandboxFailed);
}
