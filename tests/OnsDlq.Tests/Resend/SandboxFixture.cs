using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.Tests.Resend;

/// <summary>One sandbox for the tests of a class, which run one after another.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    private int _groups;

    public SandboxProcess Sandbox { get; private set; } = null!;

    /// <summary>A group no other test has.</summary>
    public string NewGroup() => $"GID_resend_{Interlocked.Increment(ref _groups)}";

    public async ValueTask InitializeAsync() => Sandbox = await SandboxProcess.StartAsync(["--quota", "off"], CancellationToken.None);

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();
}
