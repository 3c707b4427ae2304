using OnsDlq.TestKit.Postgres;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>Several processes with one journal, all given the same messages in the same order, begin at the same moment.</summary>
public sealed class ManyProcessesTests(ITestOutputHelper output)
{
    private const int InFlight = 8;

    /// <summary>The time limit for these processes, as a number of kill runs.</summary>
    private const int Runs = 8;

    // Look-ups use the same rate, and every process makes its own, so there are fewer messages.
    [Theory]
    [InlineData(References.Listed, 150, 4)]
    [InlineData(References.Ids, 80, 4)]
    public Task Given_the_same_messages_they_deliver_each_once_at_one_pace(References given, int messages, int processes) =>
        ProveAsync(given, messages, processes, _ => Task.CompletedTask);

    /// <summary>
    /// With the journal of a team; where long proofs are asked for, eight of its members and as many messages as in a bad hour. Only these are long
    /// enough to tell shares: in two seconds, whoever comes a second later has none.
    /// </summary>
    [Fact]
    public async Task The_same_with_a_journal_in_a_database_and_none_gets_less_than_half_its_share()
    {
        var server = await PostgresServer.SharedAsync(TestContext.Current.CancellationToken);
        var (members, messages) = ProofSettings.IsLong ? (8, 5000) : (4, 120);

        var sent = await ProveAsync(
            References.Listed, messages, members,
            async bench => bench.Place("shared", server.Uri(await server.MakeDatabaseAsync(bench.Cancellation))));

        if (ProofSettings.IsLong) Assert.All(sent, count => Assert.True(count * 2 >= messages / members, $"One sent {count} of {messages}: {string.Join(", ", sent)}."));
    }

    private async Task<int[]> ProveAsync(References given, int messages, int processes, Func<ProofBench, Task> prepare)
    {
        await using var bench = await ProofBench.OpenAsync(latency: 5, Runs + (messages / 100));
        await prepare(bench);
        var group = bench.Group("many");
        var ids = await bench.AddAsync(group, messages);
        var shells = await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => bench.OpenAsync("shared")));
        try
        {
            await Task.WhenAll(shells.Select(shell => shell.DoAsync($"$entries = @({ProofBench.Listing(group)})")));
            var options = FormattableString.Invariant($"-ThrottleLimit {InFlight} {PaceProof.Option}");
            await Task.WhenAll(shells.Select(shell => shell.DoAsync($"$entries | {ProofBench.Sending(group, options, given)}")));

            await AssertEachOnceAsync(bench, group, ids, shells);
            var times = await bench.ResendTimesAsync(group);
            Assert.Equal(messages, times.Count);
            output.WriteLine(PaceProof.AssertPaced(times, processes, InFlight));
            return [.. shells.Select(shell => shell.Results.Count(result => result.What == "Accepted"))];
        }
        finally
        {
            foreach (var shell in shells) await shell.DisposeAsync();
        }
    }

    private async Task AssertEachOnceAsync(ProofBench bench, string group, IReadOnlyList<string> ids, ProofShell[] shells)
    {
        foreach (var shell in shells)
        {
            var told = string.Join(", ", shell.Results.CountBy(result => result.What).Select(count => $"{count.Value} {count.Key}"));
            output.WriteLine($"process {shell.ProcessId}: {told}");
            Assert.True(shell.Results.Count == ids.Count, $"{told}\n{shell.Noise}");
        }

        var deliveries = await bench.DeliveriesAsync(group);
        Assert.Equal(ids.Order(StringComparer.Ordinal), deliveries.Keys.Order(StringComparer.Ordinal));
        Assert.All(deliveries, delivery => Assert.Equal(1, delivery.Value));

        // One process reports that it sent a message, and the others why they did not.
        var results = shells.SelectMany(shell => shell.Results).ToArray();
        var accepted = results.Where(told => told.What == "Accepted").Select(told => told.MsgId);
        Assert.Equal(ids.Order(StringComparer.Ordinal), accepted.Order(StringComparer.Ordinal));
        Assert.All(results, told => Assert.Contains(told.What, new[] { "Accepted", "AlreadyResent", "InFlight" }));
    }
}
