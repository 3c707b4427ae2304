using System.Text.Json.Nodes;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>A bulk resend of 200 messages with 16 in flight is killed at any moment, and run again.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Lanes = 2;
    private const int LatencyMs = 5;

    /// <summary>The possible faults of a call; each is a separate rule, so that about one call in twelve has one.</summary>
    private static readonly (string Fault, double Probability)[] Faults =
    [
        ("acceptThenDrop", 0.02), ("dropBefore", 0.02), ("status:503", 0.02), ("timeout", 0.01), ("acceptThenTimeout", 0.01), ("throttle", 0.005),
    ];

    [Fact]
    public Task Killed_at_any_moment_and_run_again_no_message_is_delivered_twice_or_lost() =>
        ProveAsync(ProofSettings.Runs(byDefault: 6), (bench, seed) => new KillRun(bench, seed));

    [Fact]
    public async Task The_same_with_a_journal_in_a_database()
    {
        var runs = ProofSettings.Runs(byDefault: 1);
        var server = await PostgresServer.SharedAsync(TestContext.Current.CancellationToken);
        await ProveAsync(
            runs,
            async bench =>
            {
                foreach (var seed in Enumerable.Range(ProofSettings.Seed, runs))
                    bench.Place(KillRun.JournalOf(seed), server.Uri(await server.MakeDatabaseAsync(bench.Cancellation)));
            },
            (bench, seed) => new KillRun(bench, seed));
    }

    [Theory]
    [InlineData(References.Ids)]
    [InlineData(References.Rows)]
    public Task Given_by_what_no_listing_of_the_session_gave_it_is_the_same(References given) =>
        ProveAsync(ProofSettings.Runs(byDefault: 1), (bench, seed) => new KillRun(bench, seed, given: given));

    [Fact]
    public Task The_same_with_every_kind_of_fault_at_random() =>
        ProveAsync(ProofSettings.Runs(byDefault: 1), async bench => await AddFaultsAsync(bench), (bench, seed) =>
            new KillRun(bench, seed, "-ThrottleLimit 16 -TimeoutSec 1").WithFaults());

    private Task ProveAsync(int runs, Func<ProofBench, int, KillRun> make) => ProveAsync(runs, _ => Task.CompletedTask, make);

    private async Task ProveAsync(int runs, Func<ProofBench, Task> prepare, Func<ProofBench, int, KillRun> make)
    {
        await using var bench = await ProofBench.OpenAsync(LatencyMs, runs);
        await prepare(bench);
        var next = ProofSettings.Seed - 1;
        var failures = new List<string>();
        await Task.WhenAll(Enumerable.Range(0, Math.Min(Lanes, runs)).Select(_ => LaneAsync()));

        Assert.True(failures.Count == 0, FormattableString.Invariant($"{failures.Count} of {runs} runs failed.\n") + string.Join('\n', failures));

        async Task LaneAsync()
        {
            await using var rerunner = await bench.OpenAsync("reruns");
            while (Interlocked.Increment(ref next) is var seed && seed < ProofSettings.Seed + runs)
            {
                var run = make(bench, seed);
                var failure = await run.MakeAsync(rerunner);
                lock (failures)
                {
                    if (failure is not null) failures.Add(failure);
                    output.WriteLine(FormattableString.Invariant(
                        $"seed {seed}: killed at {string.Join("; ", run.Moments)}; {run.ToldBefore} told before, {run.Doubtful} doubtful. {(failure is null ? "right" : "WRONG")}"));
                }
            }
        }
    }

    private static Task AddFaultsAsync(ProofBench bench)
    {
        var rules = new JsonArray();
        foreach (var (fault, probability) in Faults)
        {
            rules.Add(new JsonObject
            {
                ["action"] = ProofBench.Resend,
                ["fault"] = fault,
                ["probability"] = probability,
                ["seed"] = ProofSettings.Seed + rules.Count,
            });
        }

        return bench.Sandbox.AddFaultsAsync(rules, bench.Cancellation);
    }
}
