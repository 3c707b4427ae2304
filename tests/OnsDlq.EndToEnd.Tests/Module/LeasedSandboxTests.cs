using OnsDlq.EndToEnd.Tests.Shared;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>Tests that run the staged module in this process, each with exclusive use of a sandbox while it runs.</summary>
public abstract class LeasedSandboxTests : IAsyncLifetime
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected ModuleSession Session { get; } = ModuleSession.Staged();

    protected SandboxLease Lease { get; private set; } = null!;

    protected SandboxProcess Sandbox => Lease.Sandbox;

    public virtual async ValueTask InitializeAsync()
    {
        Lease = await (await SharedProcesses.CurrentAsync()).Sandboxes.LeaseAsync(cancellationToken: Cancellation);
        Session.SetSandbox(Sandbox);
    }

    public virtual async ValueTask DisposeAsync()
    {
        Session.Dispose();
        await Lease.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
