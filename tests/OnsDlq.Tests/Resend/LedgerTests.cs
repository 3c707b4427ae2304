using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.Tests.Resend;

/// <summary>Resends over the real transport to the sandbox of the class, whose ledger counts the deliveries. Each test has its own group.</summary>
public abstract class LedgerTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private protected const string Action = "OnsDLQMessageResendById";

    private protected SandboxProcess Sandbox { get; } = fixture.Sandbox;

    private protected string Group { get; } = fixture.NewGroup();

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        await Sandbox.ClearFaultsAsync(CancellationToken.None);
        GC.SuppressFinalize(this);
    }

    // Not stored in the last seconds: such an entry could not be distinguished from one that came back.
    private protected Task<IReadOnlyList<string>> AddAsync(int count) => Sandbox.AddMessagesAsync(
        SandboxConnection.Instance, Group, count, to: TimeProvider.System.GetUtcNow().AddMinutes(-10), cancellationToken: Cancel);

    private protected static int Count(ModuleRun run, ResendStatus status) => run.OutputAs<ResendResult>().Count(result => result.State == status);

    /// <summary>Each of the messages was delivered this often.</summary>
    private protected async Task AssertDeliveriesAsync(IEnumerable<string> ids, int count)
    {
        var ledger = await Sandbox.GetLedgerAsync(Cancel);
        Assert.All(ids, id => Assert.Equal(count, ledger.DeliveriesOf(Group, id)));
    }
}
