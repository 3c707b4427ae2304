using System.Globalization;
using OnsDlq.TestKit.Consoles;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>A team resends the same messages side by side, and the clocks of half of its machines are a minute ahead of the others'.</summary>
public sealed class ClocksApartTests(ITestOutputHelper output)
{
    private const int ReturnAfterSeconds = 600;

    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    private static int Messages => ProofSettings.IsLong ? 1000 : 60;

    /// <summary>The messages fail again, so that the clocks count where it is decided on what came back, too.</summary>
    [Fact]
    public async Task Each_message_is_sent_once_at_one_pace_and_once_more_when_it_came_back()
    {
        var server = await PostgresServer.SharedAsync(TestContext.Current.CancellationToken);
        FakeTime.Require();
        await using var bench = await ProofBench.OpenAsync(latency: 5, 4 + (Messages / 50));
        bench.Place("clocks", server.Uri(await server.MakeDatabaseAsync(bench.Cancellation)));
        await using var team = await TeamProof.BeginAsync(bench, "clocks", TeamProof.Size, Messages, Ahead);
        await bench.FailAsync(team.Group, ReturnAfterSeconds);
        await AssertApartAsync(team);

        var began = TimeProvider.System.GetTimestamp();
        var told = await team.RunAsync(PaceProof.Option);
        AssertNobodyWaits(told, TimeProvider.System.GetElapsedTime(began));
        AssertOnce(team, told, round: 1);
        await AssertDeliveredAsync(bench, team, times: 1);
        output.WriteLine(PaceProof.AssertPaced(await bench.ResendTimesAsync(team.Group), TeamProof.Size, TeamProof.InFlight));

        // Whoever sent a message, all know of it.
        Assert.All(await team.RunAsync(), known => Assert.All(known, result => Assert.Equal("AlreadyResent", result.What)));
        await AssertDeliveredAsync(bench, team, times: 1);

        await bench.Sandbox.MoveClockAsync(TimeSpan.FromSeconds(ReturnAfterSeconds + 60), bench.Cancellation);
        AssertOnce(team, await team.RunAsync(PaceProof.Option), round: 2);
        await AssertDeliveredAsync(bench, team, times: 2);
        output.WriteLine(team.Counts);
    }

    private static async Task AssertApartAsync(TeamProof team)
    {
        const string Now = "[Console]::Out.WriteLine([DateTimeOffset]::UtcNow.ToUnixTimeSeconds())";
        var times = await Task.WhenAll(team.Members.Select(member => member.RunScriptAsync(Now)));
        var seconds = times.Select(time => long.Parse(time.Output.Trim(), CultureInfo.InvariantCulture)).ToArray();
        Assert.InRange(seconds.Max() - seconds.Min(), 50, 120);
    }

    // A slot that was taken by the other clock would be a minute away. In a few seconds, whoever comes a second later may get nothing.
    private static void AssertNobodyWaits(IReadOnlyList<ReportedResult>[] told, TimeSpan time)
    {
        var sent = told.Select(one => one.Count(result => result.What == "Accepted")).ToArray();
        Assert.True(time < Ahead || sent.Min() * 2 >= Messages / TeamProof.Size, $"After {time} they had sent {string.Join(", ", sent)}.");
    }

    private static void AssertOnce(TeamProof team, IReadOnlyList<ReportedResult>[] told, int round)
    {
        var results = told.SelectMany(one => one).ToArray();
        var sent = results.Where(result => result.What == "Accepted").ToArray();
        Assert.Equal(team.MsgIds.Order(StringComparer.Ordinal), sent.Select(result => result.MsgId).Order(StringComparer.Ordinal));
        Assert.All(sent, result => Assert.Equal(round, result.Round));
        Assert.All(results, result => Assert.Contains(result.What, new[] { "Accepted", "AlreadyResent", "InFlight" }));
    }

    private static async Task AssertDeliveredAsync(ProofBench bench, TeamProof team, int times)
    {
        var deliveries = await bench.DeliveriesAsync(team.Group);
        Assert.Equal(team.MsgIds.Order(StringComparer.Ordinal), deliveries.Keys.Order(StringComparer.Ordinal));
        Assert.All(deliveries, delivery => Assert.Equal(times, delivery.Value));
    }
}
