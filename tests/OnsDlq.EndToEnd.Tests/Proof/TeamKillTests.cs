using System.Collections.Concurrent;
using OnsDlq.TestKit.Consoles;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>
/// A team resends the same messages side by side; some of its processes are killed at random moments, and some of these replaced. Where long
/// proofs are asked for, half of them have clocks a minute ahead in every second run.
/// </summary>
public sealed class TeamKillTests(ITestOutputHelper output)
{
    private const int LatencyMs = 5;

    private static int Messages => ProofSettings.IsLong ? 800 : 100;

    /// <summary>Each has as many processes as eight runs of one process.</summary>
    private static int Runs => Math.Max(1, ProofSettings.Runs(byDefault: 1) / 10);

    [Fact]
    public async Task Killed_at_random_moments_and_some_replaced_no_message_is_delivered_twice_or_lost()
    {
        var server = await PostgresServer.SharedAsync(TestContext.Current.CancellationToken);
        await using var bench = await ProofBench.OpenAsync(LatencyMs, Runs * 8);
        for (var seed = ProofSettings.Seed; seed < ProofSettings.Seed + Runs; seed++)
        {
            bench.Place(JournalOf(seed), server.Uri(await server.MakeDatabaseAsync(bench.Cancellation)));
            await ProveAsync(bench, seed, ahead: ProofSettings.IsLong && FakeTime.IsThere && seed % 2 == 0 ? TimeSpan.FromMinutes(1) : TimeSpan.Zero);
        }
    }

    private async Task ProveAsync(ProofBench bench, int seed, TimeSpan ahead)
    {
        await using var team = await TeamProof.BeginAsync(bench, JournalOf(seed), TeamProof.Size, Messages, ahead);
        var chance = new Random(seed);
        var victims = ProofSettings.IsLong ? chance.Next(TeamProof.Size / 2, TeamProof.Size) : 1;
        var moments = Enumerable.Range(0, TeamProof.Size)
            .Select(number => (First: Draw(number < victims), Second: Draw(ProofSettings.IsLong && chance.Next(4) == 0), IsReplaced: chance.Next(2) == 0))
            .ToArray();
        var (killed, late) = (new ConcurrentQueue<KillMoment>(), 0);

        await Task.WhenAll(team.Members.Zip(moments, async (member, plan) =>
        {
            await LiveAsync(member, plan.First);
            if (plan is { First: not null, IsReplaced: true }) await LiveAsync(await team.JoinAsync(), plan.Second);
        }));
        var doubtful = await team.AssertEachAtMostOnceAsync(killed.Count * TeamProof.InFlight);
        await team.AssertDoubtfulOfKilledAsync(doubtful);
        output.WriteLine(FormattableString.Invariant(
            $"seed {seed}: {TeamProof.Size} processes, {Messages} messages, {killed.Count} killed ({late} of them after their end), {doubtful} doubtful; clocks {ahead.TotalSeconds} s apart; killed at {string.Join("; ", killed)}."));

        // While a team starts on a busy machine nothing is in flight yet, so most are killed later.
        KillMoment? Draw(bool isVictim)
        {
            if (!isVictim) return null;
            var isAnywhere = ProofSettings.IsLong && chance.Next(4) == 0;
            return isAnywhere ? KillMoment.Draw(chance, Messages) : KillMoment.Draw(chance, Messages * 3 / 4, KillPhase.Middle);
        }

        async Task LiveAsync(ProofShell member, KillMoment? moment)
        {
            if (moment is null)
            {
                await team.RunAsync(member);
                return;
            }

            if (!await team.RunKilledAsync(member, moment)) Interlocked.Increment(ref late);
            killed.Enqueue(moment);
        }
    }

    private static string JournalOf(int seed) => FormattableString.Invariant($"team-{seed}");
}
