using System.Globalization;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>A bulk resend with a journal in a database that goes away in the middle of it, in every way, and comes back.</summary>
public sealed class DatabaseAwayTests(ITestOutputHelper output)
{
    private const int Messages = 240;
    private const int InFlight = 16;

    [Fact]
    public async Task Failed_over_in_the_middle_nothing_is_sent_until_a_person_decides_and_then_each_message_once()
    {
        PostgresPrograms.Require();
        await using var bench = await ProofBench.OpenAsync(latency: 5, runs: 4);
        await using var primary = await PostgresServer.StartAsync(bench.Cancellation);
        await using var standby = await primary.FollowAsync(bench.Cancellation);
        await primary.SqlAsync("ALTER SYSTEM SET synchronous_standby_names = '*'", bench.Cancellation);
        await primary.SqlAsync("SELECT pg_reload_conf()", bench.Cancellation);
        await using var network = new TcpProxy(primary.Port);
        bench.Place("failover", string.Create(CultureInfo.InvariantCulture, $"postgresql://postgres@127.0.0.1:{network.Port}/postgres"));
        var group = bench.Group("failover");
        var ids = await bench.AddAsync(group, Messages);
        await using var shell = await bench.OpenAsync("failover");

        var run = shell.DoAsync(ProofBench.Bulk(group, $"-ThrottleLimit {InFlight}"));
        Assert.True(await shell.TellsAsync(Messages / 3), shell.Noise);
        await primary.CrashAsync(bench.Cancellation);
        await standby.SqlAsync("SELECT pg_promote()", bench.Cancellation);
        network.Target = standby.Port;
        var told = new List<IReadOnlyList<ReportedResult>> { await run };
        Assert.Contains("Repair-OnsDlqJournal", shell.Noise);
        var sent = (await bench.DeliveriesAsync(group)).Count;
        Assert.DoesNotContain(await shell.DoAsync(ProofBench.Bulk(group)), result => result.What == "Accepted");
        Assert.Equal(sent, (await bench.DeliveriesAsync(group)).Count);
        await shell.RunScriptAsync("$null = Repair-OnsDlqJournal -Reason 'the standby had everything' -Confirm:$false");

        // The standby had everything, since each commit waited for it: so the person lifts what the decision holds back.
        do told.Add(await shell.DoAsync(ProofBench.Bulk(group, "-Override JournalGap -Reason 'the standby had everything'")));
        while (told[^1].Any(result => result.What is "RunStopped" or "Rejected" or "InFlight"));
        foreach (var results in told)
            output.WriteLine(string.Join(", ", results.CountBy(result => result.What).Select(count => $"{count.Value} {count.Key}")));
        Assert.Empty(DeliveryProof.Complaints(ids, told, await bench.DeliveriesAsync(group), mostDoubtful: InFlight, mayBeLeft: true));
    }

    [Fact]
    public async Task Cut_off_crashed_and_restarted_in_the_middle_no_message_is_delivered_twice_or_lost()
    {
        PostgresPrograms.Require();
        await using var bench = await ProofBench.OpenAsync(latency: 5, runs: 4);
        await using var server = await PostgresServer.StartAsync(bench.Cancellation);
        await using var network = new TcpProxy(server.Port);
        bench.Place("away", string.Create(CultureInfo.InvariantCulture, $"postgresql://postgres@127.0.0.1:{network.Port}/postgres?connect_timeout=1"));
        var group = bench.Group("away");
        var ids = await bench.AddAsync(group, Messages);
        await using var shell = await bench.OpenAsync("away");

        var run = shell.DoAsync(ProofBench.Bulk(group, $"-ThrottleLimit {InFlight}"));
        await Told(40);
        await CutAsync(TcpCut.DropAnswers);
        await Told(80);
        await CutAsync(TcpCut.Answers);
        await Told(120);
        await server.CrashAsync(bench.Cancellation);
        await server.StartAgainAsync(bench.Cancellation);
        await Told(160);
        await server.RestartAsync(bench.Cancellation);
        await Told(200);
        await CutAsync(TcpCut.Refuse);
        var told = new List<IReadOnlyList<ReportedResult>> { await run };
        while (told[^1].Any(result => result.What is "RunStopped" or "Rejected")) told.Add(await shell.DoAsync(ProofBench.Bulk(group)));

        foreach (var results in told)
            output.WriteLine(string.Join(", ", results.CountBy(result => result.What).Select(count => $"{count.Value} {count.Key}")));
        Assert.Empty(DeliveryProof.Complaints(ids, told, await bench.DeliveriesAsync(group), mostDoubtful: InFlight, mayBeLeft: true));
        Assert.DoesNotContain(told[^1], result => result.What is "RunStopped" or "Rejected");

        async Task Told(int count) => Assert.True(await shell.TellsAsync(count), shell.Noise);

        async Task CutAsync(TcpCut cut)
        {
            var before = shell.Results.Count;
            network.Cut = cut;
            await network.LosesAsync(4, bench.Cancellation);
            network.Cut = TcpCut.None;
            network.Break();
            output.WriteLine(FormattableString.Invariant($"{cut}: {shell.Results.Count - before} told meanwhile"));
        }
    }
}
