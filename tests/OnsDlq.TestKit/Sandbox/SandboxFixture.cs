using Xunit;

namespace OnsDlq.TestKit.Sandbox;

/// <summary>One sandbox for all tests of a class. They run one after another, and each uses its own messages.</summary>
public class SandboxFixture : IAsyncLifetime
{
    private int _groups;

    /// <summary>The sandbox.</summary>
    public SandboxProcess Sandbox { get; private set; } = null!;

    /// <summary>A consumer group that no other test uses.</summary>
    public string NewGroup() => $"GID_resend_{Interlocked.Increment(ref _groups)}";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Sandbox = await SandboxProcess.StartAsync(["--quota", "off"], CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
