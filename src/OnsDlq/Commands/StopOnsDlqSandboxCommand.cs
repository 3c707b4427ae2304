using System.Management.Automation;
using OnsDlq.Commands.Bases;
using OnsDlq.Errors;
using OnsDlq.Pipeline;
using OnsDlq.Rehearsal;
using OnsDlq.Sessions;

namespace OnsDlq.Commands;

/// <summary>Stops the session's sandbox and restores the earlier connection.</summary>
[Cmdlet(VerbsLifecycle.Stop, "OnsDlqSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(void))]
public sealed class StopOnsDlqSandboxCommand : OnsDlqCommand
{
    /// <inheritdoc/>
    protected override void End()
    {
        var session = Session.Current;
        if (session.Sandbox is not { } sandbox)
            WriteError(ErrorFactory.Make(ErrorId.SandboxNotRunning, "This session has no sandbox.", null));
        else if (ShouldProcess(sandbox.Endpoint.ToString(), "Stop sandbox"))
            Stop(sandbox, Bridge, session);
    }

    internal static void Stop(Sandbox sandbox, PipelineBridge bridge, Session session)
    {
        var journal = session.LeaveSandbox();
        bridge.Run(async (_, _) =>
        {
            if (journal is not null) await journal.ClosedAsync();
            await sandbox.StopAsync();
        });
    }
}
