using OnsDlq.TestKit.Postgres;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>A journal moves while a process sends with it: from a file to a database in the middle of a bulk resend, and back in the next.</summary>
public sealed class MoveTests(ITestOutputHelper output)
{
    private const int Messages = 240;
    private const int InFlight = 8;

    // Slow enough that a move comes in the middle on a busy machine, too.
    private const int CallsPerSecond = 10;

    [Fact]
    public async Task Moved_in_the_middle_of_a_resend_there_and_back_each_message_is_delivered_once()
    {
        var server = await PostgresServer.SharedAsync(TestContext.Current.CancellationToken);
        await using var bench = await ProofBench.OpenAsync(latency: 20, runs: 4);
        bench.Place("team", server.Uri(await server.MakeDatabaseAsync(bench.Cancellation)));
        var group = bench.Group("move");
        var ids = await bench.AddAsync(group, Messages);
        await using var mover = await bench.OpenAsync("own");
        await using var first = await bench.OpenAsync("own");
        await using var second = await bench.OpenAsync("team");

        var told = new List<IReadOnlyList<ReportedResult>> { await MoveAsync(bench, mover, first, group, "own", "team", 20) };
        told.Add(await MoveAsync(bench, mover, second, group, "team", "own", 20));
        await using var last = await bench.OpenAsync("own");
        told.Add(await last.DoAsync(ProofBench.Bulk(group, $"-ThrottleLimit {InFlight}")));

        foreach (var results in told)
            output.WriteLine(string.Join(", ", results.CountBy(result => result.What).Select(count => $"{count.Value} {count.Key}")));
        Assert.Empty(DeliveryProof.Complaints(ids, told, await bench.DeliveriesAsync(group), mostDoubtful: 0));
        Assert.All(new[] { first, second }, sender => Assert.Contains("was moved to", sender.Noise, StringComparison.Ordinal));
    }

    // Moves in the middle, and once more when the sender has ended: then its last outcomes have arrived, too.
    private async Task<IReadOnlyList<ReportedResult>> MoveAsync(
        ProofBench bench, ProofShell mover, ProofShell sender, string group, string from, string to, int after)
    {
        var connect = $"Connect-OnsDlq -Journal '{bench.Journal(from)}'";
        var move = $"Move-OnsDlqJournal '{bench.Journal(to)}'";
        await mover.RunScriptAsync($"{connect}; Get-OnsDlqJournal | Out-Null; {move} -WhatIf");
        var moving = $"{connect}; {move} -Confirm:$false -WarningAction SilentlyContinue | Out-String";
        var run = sender.DoAsync(ProofBench.Bulk(group, FormattableString.Invariant($"-ThrottleLimit {InFlight} -RequestsPerSecond {CallsPerSecond}")));
        Assert.True(await sender.TellsAsync(after), sender.Noise);
        output.WriteLine((await mover.RunScriptAsync(moving)).Output);
        var told = await run;
        output.WriteLine((await mover.RunScriptAsync(moving)).Output);
        return told;
    }
}
