using Microsoft.Extensions.Time.Testing;
using OnsDlq.Resend;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>Starts engines on a clock and a client that the test moves, and ends them.</summary>
public abstract class ResendEngineTestBase : IAsyncDisposable
{
    private protected static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private protected GatedDeadLetterClient Client { get; } = new();
    private protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly List<ResendEngine> _engines = [];

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines)
        {
            engine.Stop();
            Time.Advance(ResendEngine.SettleTime);
            await engine.DisposeAsync().AsTask().WaitAsync(Guard, CancellationToken.None);
        }

        GC.SuppressFinalize(this);
    }

    private protected ResendEngine Start(int throttleLimit = 1)
    {
        var engine = new ResendEngine(Client, new() { ThrottleLimit = throttleLimit }, Time);
        _engines.Add(engine);
        return engine;
    }

    private protected static MessageReference Message(int number) => new("cn-hangzhou", "MQ_INST_1", "GID_orders", $"A{number}", 1_700_000_000_000 + number);

    private protected static async Task EnqueueAsync(ResendEngine engine, int from, int count)
    {
        for (var i = from; i < from + count; i++)
            await engine.EnqueueAsync(Message(i), Cancel).AsTask().WaitAsync(Guard, Cancel);
    }

    private protected static async Task<ResendOutcome> NextAsync(ResendEngine engine) =>
        await engine.Outcomes.ReadAsync(Cancel).AsTask().WaitAsync(Guard, Cancel);

    private protected static async Task<List<ResendOutcome>> AllAsync(ResendEngine engine)
    {
        var outcomes = new List<ResendOutcome>();
        while (await engine.Outcomes.WaitToReadAsync(Cancel).AsTask().WaitAsync(Guard, Cancel))
        {
            while (engine.Outcomes.TryRead(out var outcome))
                outcomes.Add(outcome);
        }

        return outcomes;
    }
}
