using System.Diagnostics;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>What a run finds out of its consumers, in real processes: a wait that is stopped, and consumers that go offline while it sends.</summary>
public sealed class EffectTests(ITestOutputHelper output)
{
    private const string Journal = "effects";
    private const string TraceQuery = "OnsTraceQueryByMsgId";

    /// <summary>The default wait is three minutes, and the quota lets one trace through in two seconds.</summary>
    [Fact]
    public async Task A_wait_that_Ctrl_C_stops_ends_at_once_and_keeps_what_it_found_and_the_next_one_goes_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        await using var bench = await ProofBench.OpenAsync();
        var (first, second) = (bench.Group("consumed"), bench.Group("offline"));
        await bench.AddAsync(first, 2);
        await bench.AddAsync(second, 1);
        await bench.SetConsumersAsync(second, "offline");
        await using var shell = await bench.OpenAsync(Journal);
        await shell.DoAsync($"& {{ {ProofBench.Listing(first)}; {ProofBench.Listing(second)} }} | {ProofBench.Sending("-ThrottleLimit 1")}");

        await using var waiting = bench.Run(Journal, "$told = 0; Wait-OnsDlqResend -RunId (Get-OnsDlqRun).RunId | ForEach-Object "
            + "{ [Console]::Out.WriteLine(\"E|$($_.GroupId)|$($_.Verdict)\"); if (++$told -eq 2) { [Console]::Out.WriteLine('stops'); env kill -INT $PID } }");
        Assert.True(await waiting.WritesAsync("stops"), waiting.Noise);
        var stopped = Stopwatch.GetTimestamp();
        Assert.Equal(1, await waiting.EndAsync());
        var took = Stopwatch.GetElapsedTime(stopped);
        output.WriteLine(FormattableString.Invariant($"It ended {took.TotalMilliseconds:0} ms after the signal."));
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(30));

        var asked = await CallsAsync(bench);
        var found = await shell.RunScriptAsync($$"""
            "$((Get-OnsDlqResend {{first}}).Verdict)|$((Get-OnsDlqResend {{second}}).Verdict)"
            "$((Get-OnsDlqResend {{first}} | Wait-OnsDlqResend).Verdict)"
            """);
        Assert.Matches(@"^Consumed Consumed\|(NotYetKnown)?\r?\nConsumed Consumed\r?\n?$", found.Output.TrimStart());
        Assert.Equal(asked, await CallsAsync(bench));

        await bench.SetConsumersAsync(second, "succeed");
        var next = await shell.RunScriptAsync("\"$((Wait-OnsDlqResend -RunId (Get-OnsDlqRun).RunId).Verdict | Sort-Object -Unique)\"; \"$((Get-OnsDlqRun).ConsumedBasis)\"");
        Assert.Matches(@"^Consumed\r?\n3 of 3 known to be consumed\s*$", next.Output.TrimStart());
        Assert.InRange(await CallsAsync(bench) - asked, 1, 10);
    }

    /// <summary>The consumers are looked at every minute, so it takes two.</summary>
    [Fact]
    public async Task Where_the_consumers_go_offline_meanwhile_the_run_is_paused_until_they_are_back()
    {
        Assert.SkipWhen(ProofSettings.AskedRuns is null, $"It waits for two minutes: set {ProofSettings.RunsVariable}.");
        const int Messages = 200;
        const int Senders = 2;
        await using var bench = await ProofBench.OpenAsync(runs: 10);
        var group = bench.Group("pause");
        await bench.AddAsync(group, Messages);
        await bench.SetConsumersAsync(group, "succeed");
        await using var shell = bench.Run(
            Journal, $"{ProofBench.Listing(group)} | {ProofBench.Sending($"-ThrottleLimit {Senders} -RequestsPerSecond 2")}");

        Assert.True(await shell.TellsAsync(5), shell.Noise);
        await bench.SetConsumersAsync(group, "offline");
        Assert.True(await shell.WritesAsync("went offline"), shell.Noise);
        var paused = shell.Results.Count;
        await bench.SetConsumersAsync(group, "succeed");
        Assert.True(await shell.WritesAsync("is online again"), shell.Noise);
        var sent = shell.Results.Count - paused;
        output.WriteLine(FormattableString.Invariant($"{paused} sent when it was paused, {sent} during the pause."));
        Assert.InRange(paused, 5, Messages - 1);

        // Each sender's own message, and what it has sent while the warning was written or read.
        Assert.InRange(sent, 0, 2 * Senders);
        Assert.Equal(0, await shell.EndAsync());
        Assert.Equal(Messages, shell.Results.Count(told => told.What == "Accepted"));
        Assert.All((await bench.DeliveriesAsync(group)).Values, count => Assert.Equal(1, count));
    }

    private static async Task<int> CallsAsync(ProofBench bench) =>
        (await bench.Sandbox.GetAsync("ledger", bench.Cancellation)).GetProperty("calls").TryGetProperty(TraceQuery, out var calls)
            ? calls.GetProperty("accepted").GetInt32()
            : 0;
}
