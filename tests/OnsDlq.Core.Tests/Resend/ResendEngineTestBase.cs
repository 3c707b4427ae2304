using Microsoft.Extensions.Time.Testing;
using OnsDlq.Resend;
using OnsDlq.TestKit.Services;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>Starts engines with a clock and a client that the test controls, and disposes them.</summary>
public abstract class ResendEngineTestBase : IAsyncDisposable
{
    private protected static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private protected GatedDeadLetterClient Client { get; } = new();
    private protected ResendStage Stage { get; } = new ResendStage().KnowTime();
    private protected FakeTimeProvider Time => Stage.Time;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected ResendEngine Start(int throttleLimit = 1) => Stage.Start(new() { ThrottleLimit = throttleLimit }, client: Client);

    private protected Task<GuardedMessage> GuardedAsync(int number) =>
        Stage.DecideAsync(Stage.Listed($"A{number}", stored: 1_700_000_000_000 + number));

    private protected async Task EnqueueAsync(ResendEngine engine, int from, int count)
    {
        for (var i = from; i < from + count; i++)
            await engine.EnqueueAsync(await GuardedAsync(i), Cancel).AsTask().WaitAsync(Guard, Cancel);
    }

    private protected static async Task<ResendOutcome> NextAsync(ResendEngine engine) =>
        await engine.Outcomes.ReadAsync(Cancel).AsTask().WaitAsync(Guard, Cancel);

    private protected static Task<List<ResendOutcome>> AllAsync(ResendEngine engine) => ResendStage.AllAsync(engine);
}
