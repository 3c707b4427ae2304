namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>A resend with a canary is killed at each of its steps and run again; the sandbox's ledger counts what was delivered.</summary>
public sealed class CanaryKillTests
{
    private const int Size = 3;
    private const int Messages = 12;

    // The consumers are offline, so that nobody knows what became of the canary.
    private const string Soon = "-Canary 3 -CanaryTimeoutSec 6 -IgnoreConsumer";

    private static readonly (string? Line, int Results)[] Steps =
        [("OnsTraceQueryByMsgId", Size), ("Sending 3 messages", 0), (null, 1), (null, Size)];

    /// <summary>By default one step; ONSDLQ_PROOF_RUNS=4 takes each of them.</summary>
    [Fact]
    public async Task Killed_at_a_step_of_its_canary_and_run_again_it_sends_no_second_one()
    {
        var runs = ProofSettings.Runs(byDefault: 1);
        await using var bench = await ProofBench.OpenAsync(runs: runs);
        for (var run = 0; run < runs; run++)
        {
            var (line, results) = Steps[(ProofSettings.Seed + run) % Steps.Length];
            await ProveAsync(bench, FormattableString.Invariant($"canary_{run}"), line, results);
        }
    }

    private static async Task ProveAsync(ProofBench bench, string name, string? line, int results)
    {
        var group = bench.Group(name);
        await bench.AddAsync(group, Messages);
        await bench.SetConsumersAsync(group, "offline");
        await using (var shell = bench.Run(name, Told(group, "-Canary 3 -CanaryTimeoutSec 600 -IgnoreConsumer -ThrottleLimit 1")))
        {
            Assert.True(line is null || await shell.WritesAsync(line), shell.Noise);
            Assert.True(results == 0 || await shell.TellsAsync(results), shell.Noise);
            await shell.KillAsync();
        }

        await using var rerunner = await bench.OpenAsync(name);
        await rerunner.DoAsync(Told(group, Soon));
        await rerunner.DoAsync(Told(group, Soon));
        var refused = await rerunner.DoAsync(ProofBench.Bulk(group));

        var deliveries = await bench.DeliveriesAsync(group);
        Assert.InRange(deliveries.Count, Math.Min(results, 1), Size);
        Assert.All(deliveries.Values, count => Assert.Equal(1, count));
        Assert.All(refused, told => Assert.DoesNotContain("Accepted", told.What, StringComparison.Ordinal));

        // A message that was claimed and not sent is in doubt, and a person settles it; then the canary gets another in its place.
        await bench.SetConsumersAsync(group, "succeed");
        await rerunner.DoAsync(Told(group, "-Canary 3 -CanaryTimeoutSec 20 -IgnoreConsumer"));
        var lost = (await rerunner.DoAsync($"Get-OnsDlqResend {group} -Status Unknown | ForEach-Object {{ {ReportedResult.Line} }}")).Count;
        if (lost > 0)
        {
            await rerunner.DoAsync($"Get-OnsDlqResend {group} -Status Unknown | Resolve-OnsDlqResend -As Rejected -Reason 'never sent' -Confirm:$false");
            await rerunner.DoAsync(Told(group, "-Canary 3 -CanaryTimeoutSec 30 -IgnoreConsumer"));
        }

        deliveries = await bench.DeliveriesAsync(group);
        Assert.Equal(Messages, deliveries.Count);
        Assert.All(deliveries.Values, count => Assert.Equal(1, count));
    }

    // Verbose lines tell where it is.
    private static string Told(string group, string options) =>
        $"{ProofBench.Listing(group)} | {ProofBench.Resending(options)} -Verbose 4>&1 | ForEach-Object {{ "
        + $"if ($_ -is [Management.Automation.VerboseRecord]) {{ [Console]::Out.WriteLine(\"verbose: $_\") }} else {{ {ReportedResult.Line} }} }}";
}
