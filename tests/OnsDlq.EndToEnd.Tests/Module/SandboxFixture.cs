using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>One sandbox for the tests of a class, which run one after another.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    public SandboxProcess Sandbox { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Sandbox = await SandboxProcess.StartAsync(["--quota", "off"], CancellationToken.None);

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();
}
