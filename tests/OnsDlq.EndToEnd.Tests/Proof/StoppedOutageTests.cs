using System.Globalization;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>A bulk resend is stopped while the database of its journal is away.</summary>
public sealed class StoppedOutageTests(ITestOutputHelper output)
{
    private const int InFlight = 16;

    // Nobody who stops a run waits for the 30 s that a database may take to come back.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(22);

    [Theory]
    [InlineData(nameof(TcpCut.DropAnswers))]
    [InlineData(nameof(TcpCut.Refuse))]
    public async Task Ctrl_C_ends_the_process_in_time_and_no_message_is_delivered_twice_or_lost(string cut)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        PostgresPrograms.Require();
        await using var bench = await ProofBench.OpenAsync(latency: 5, runs: 2);
        var server = await PostgresServer.SharedAsync(bench.Cancellation);
        var database = await server.MakeDatabaseAsync(bench.Cancellation);
        await using var network = new TcpProxy(server.Port);
        bench.Place("cut", string.Create(CultureInfo.InvariantCulture, $"postgresql://postgres@127.0.0.1:{network.Port}/{database}"));
        var group = bench.Group("cut");
        var ids = await bench.AddAsync(group, 400);
        await using var shell = bench.Run("cut", ProofBench.Bulk(group, $"-ThrottleLimit {InFlight}"));
        Assert.True(await shell.TellsAsync(60), shell.Noise);

        network.Cut = Enum.Parse<TcpCut>(cut);
        await network.LosesAsync(2, bench.Cancellation);
        var stopped = TimeProvider.System.GetTimestamp();
        await shell.SignalAsync("INT");
        await shell.EndAsync();
        var took = TimeProvider.System.GetElapsedTime(stopped);

        output.WriteLine(FormattableString.Invariant($"{cut}: ended after {took.TotalSeconds:0.0} s, {shell.Results.Count} told"));
        Assert.InRange(took, TimeSpan.Zero, MostTime);
        network.Cut = TcpCut.None;
        network.Break();
        await using var rerun = await bench.OpenAsync("cut");
        var told = await rerun.DoAsync(ProofBench.Bulk(group, "-ThrottleLimit 64"));
        Assert.Empty(DeliveryProof.Complaints(ids, [shell.Results, told], await bench.DeliveriesAsync(group), mostDoubtful: InFlight, mayBeLeft: true));
    }
}
