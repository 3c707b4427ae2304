using System.Globalization;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>A team resends the same messages side by side, and its database goes away in the middle of it, in every way, and comes back.</summary>
public sealed class DatabaseAwayTests(ITestOutputHelper output)
{
    private const string Decision = "Repair-OnsDlqJournal -Reason 'the standby had everything' -Confirm:$false";

    // The standby had everything, since each commit waited for it: so the person lifts what the decision holds back.
    private const string Decided = "-Override JournalGap -Reason 'the standby had everything'";

    private static readonly TcpCut[] Cuts = [TcpCut.DropAnswers, TcpCut.Answers, TcpCut.Drop, TcpCut.Refuse];

    private static int Messages => ProofSettings.IsLong ? 2400 : 240;

    [Fact]
    public async Task Cut_off_crashed_and_restarted_in_the_middle_no_message_is_delivered_twice_or_lost()
    {
        PostgresPrograms.Require();
        await using var bench = await ProofBench.OpenAsync(latency: 5, runs: ProofSettings.IsLong ? 30 : 4);
        await using var server = await PostgresServer.StartAsync(bench.Cancellation);
        await using var network = new TcpProxy(server.Port);
        bench.Place("away", string.Create(CultureInfo.InvariantCulture, $"postgresql://postgres@127.0.0.1:{network.Port}/postgres?connect_timeout=1"));
        await using var team = await TeamProof.BeginAsync(bench, "away", TeamProof.Size, Messages);
        var run = team.RunAsync();
        Func<Task>[] troubles =
        [
            .. Cuts.Select<TcpCut, Func<Task>>(cut => () => CutAsync(cut)),
            async () =>
            {
                await server.CrashAsync(bench.Cancellation);
                await server.StartAgainAsync(bench.Cancellation);
            },
            () => server.RestartAsync(bench.Cancellation),
        ];

        foreach (var (number, trouble) in troubles.Index())
        {
            await team.SendAsync((number + 1) * Messages / (troubles.Length + 2), run);
            await trouble();
        }

        await run;
        output.WriteLine(team.Counts);
        var doubtful = await team.AssertEachAtMostOnceAsync(mostDoubtful: TeamProof.Size * TeamProof.InFlight);
        output.WriteLine(FormattableString.Invariant($"{TeamProof.Size} processes, {Messages} messages, {troubles.Length} troubles, {doubtful} doubtful."));

        // Where it is long, longer than a statement may take. Whoever had his claim may still send, and nobody else.
        async Task CutAsync(TcpCut cut)
        {
            network.Cut = cut;
            var before = await team.DeliveredAsync();
            await Task.WhenAny(network.LosesAsync((ProofSettings.IsLong ? 12 : 2) * TeamProof.Size, bench.Cancellation), run);
            Assert.False(run.IsCompleted, $"The run has ended before it lost its database.\n{team}");
            var meanwhile = await team.DeliveredAsync() - before;
            network.Cut = TcpCut.None;
            network.Break();
            output.WriteLine(FormattableString.Invariant($"{cut}: {meanwhile} sent meanwhile"));
            Assert.InRange(meanwhile, 0, TeamProof.Size * TeamProof.InFlight);
        }
    }

    [Fact]
    public async Task Switched_over_and_then_failed_over_in_the_middle_all_stop_until_a_person_decides_and_each_message_goes_once()
    {
        PostgresPrograms.Require();
        await using var bench = await ProofBench.OpenAsync(latency: 5, runs: ProofSettings.IsLong ? 30 : 4);
        await using var first = await PostgresServer.StartAsync(bench.Cancellation);
        await using var second = await first.FollowAsync(bench.Cancellation);
        await first.WaitForStandbyAsync(waits: true, bench.Cancellation);
        await using var network = new TcpProxy(first.Port);
        bench.Place("failover", string.Create(CultureInfo.InvariantCulture, $"postgresql://postgres@127.0.0.1:{network.Port}/postgres"));
        await using var team = await TeamProof.BeginAsync(bench, "failover", TeamProof.Size, Messages);

        // Planned: the primary ends cleanly, and follows the new one from then on.
        var run = team.RunAsync();
        await team.SendAsync(Messages / 4, run);
        await first.StopAsync(bench.Cancellation);
        await second.PromoteAsync(bench.Cancellation);
        network.Target = second.Port;
        await AssertNothingIsSentAsync(team, run);
        await first.FollowAgainAsync(second, bench.Cancellation);
        await first.WaitForStandbyAsync(waits: false, bench.Cancellation);
        await second.WaitForStandbyAsync(waits: true, bench.Cancellation);

        await team.Members[0].RunScriptAsync(Decision);
        run = team.RunAsync(Decided);
        await team.SendAsync(Messages / 2, run);
        await second.CrashAsync(bench.Cancellation);
        await first.PromoteAsync(bench.Cancellation);
        network.Target = first.Port;
        await AssertNothingIsSentAsync(team, run);

        await team.Members[^1].RunScriptAsync(Decision);
        var doubtful = await team.AssertEachAtMostOnceAsync(mostDoubtful: TeamProof.Size * TeamProof.InFlight, Decided);
        output.WriteLine(team.Counts);
        output.WriteLine(FormattableString.Invariant($"{TeamProof.Size} processes, {Messages} messages, {doubtful} doubtful."));
    }

    // Neither by the runs that were under way, nor by new ones.
    private async Task AssertNothingIsSentAsync(TeamProof team, Task run)
    {
        const string Advice = "Repair-OnsDlqJournal";
        await run;
        output.WriteLine(FormattableString.Invariant($"Stopped after {team.Sent} were sent:\n{team.Counts}"));
        var (delivered, advised) = (await team.DeliveredAsync(), team.Members.Select(Advised).ToArray());
        Assert.InRange(delivered, 1, Messages - 1);

        Assert.DoesNotContain((await team.RunAsync(Decided)).SelectMany(told => told), told => told.What == "Accepted");

        Assert.Equal(delivered, await team.DeliveredAsync());
        Assert.All(team.Members.Zip(advised), member => Assert.True(Advised(member.First) > member.Second, $"Nobody was told to decide.\n{team}"));

        static int Advised(ProofShell member) => member.Noise.Split(Advice).Length;
    }
}
