namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>
/// Bulk resends are suspended at random moments until long after their leases have expired, while another process works on the same
/// messages; then they are resumed.
/// </summary>
public sealed class SuspendTests(ITestOutputHelper output)
{
    private const string Purpose = "-Override OutcomeUnknown -Reason proof";
    private const int LatencyMs = 100;

    /// <summary>Less than the 16 min after which a claim's request is certainly refused.</summary>
    private static readonly TimeSpan BeforeFence = TimeSpan.FromSeconds(890);

    private static readonly TimeSpan AfterFence = TimeSpan.FromSeconds(990);

    /// <summary>Slightly less than the maximum difference of clocks: the service refuses signing dates that are 15 min off.</summary>
    private static readonly TimeSpan MostOffset = TimeSpan.FromSeconds(885);

    /// <summary>The time until 16 min have passed on the service's clock if it is moved by no more than <see cref="MostOffset"/>.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(80);

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    [InlineData(-600)]
    [InlineData(0, References.Ids)]
    public async Task Nobody_sends_before_the_fence_and_whoever_wakes_after_it_delivers_nothing(
        int offsetSeconds, References given = References.Listed)
    {
        SkipWhereNothingCanBeSuspended();
        const int Victims = 2;
        await using var bench = await ProofBench.OpenAsync(LatencyMs, Victims);
        await bench.SetClockAsync(TimeSpan.FromSeconds(offsetSeconds));
        await using var proof = await SuspendProof.BeginAsync(bench, Victims, ProofSettings.Seed + offsetSeconds, given);

        await proof.SuspendAllAsync();
        await proof.ResendAsync("Accepted", "", "Accepted", "AlreadyResent", "InFlight");
        await bench.SetClockAsync(BeforeFence);
        await proof.ResendAsync("Accepted", Purpose, "AlreadyResent", "InFlight");
        Assert.Equal(proof.Claimed[0], proof.Claimed[1]);

        // From here on the service refuses every signature, so the time is learned from a refusal.
        await bench.SetClockAsync(AfterFence);
        await proof.ResendAsync("Rejected", "", "AlreadyResent", "OutcomeUnknown");
        await proof.WakeFencedAsync();

        // Whoever woke says of what it had not sent yet that it never will be: that is sent, and refused for its time, which ends the run.
        await proof.ResendAsync("Rejected", "", "AlreadyResent", "OutcomeUnknown", "Rejected", "RunStopped");
        await proof.AssertEachAtMostOnceAsync();
        output.WriteLine(proof.ToString());
    }

    [Fact]
    public async Task Woken_before_the_fence_it_goes_on_and_resent_on_purpose_after_it_nothing_is_delivered_by_whoever_wakes()
    {
        SkipWhereNothingCanBeSuspended();
        await using var bench = await ProofBench.OpenAsync(LatencyMs, ProofSettings.Runs(1));
        await bench.SetClockAsync(-MostOffset);
        await using var proof = await SuspendProof.BeginAsync(bench, Math.Clamp(ProofSettings.Runs(0) / 5, 1, 20), ProofSettings.Seed);

        await proof.SuspendAllAsync();
        await proof.ResendAsync("Accepted", "", "Accepted", "AlreadyResent", "InFlight");
        if (ProofSettings.AskedRuns is null) await WakeBeforeFenceAsync(bench, proof);
        else await WakeAfterFenceAsync(bench, proof);
        output.WriteLine(proof.ToString());
    }

    // What was signed is still good: whoever wakes may be the one who sends, and nobody else was.
    private static async Task WakeBeforeFenceAsync(ProofBench bench, SuspendProof proof)
    {
        await bench.SetClockAsync(TimeSpan.Zero);
        await proof.ResendAsync("Accepted", Purpose, "AlreadyResent", "InFlight");
        await proof.WakeAsync();

        await proof.ResendAsync("Accepted", "", "Accepted", "AlreadyResent", "OutcomeUnknown");
        await proof.AssertEachAtMostOnceAsync();
    }

    // The service's clock can be moved by no more than half an hour, or no request would be good: the rest of the fence has to be waited for.
    private static async Task WakeAfterFenceAsync(ProofBench bench, SuspendProof proof)
    {
        await Task.Delay(Wait, TimeProvider.System, bench.Cancellation);
        await bench.SetClockAsync(MostOffset);

        // A request signed now is accepted; one signed before is older than the service's 15 min.
        await proof.ResendAsync("Accepted", Purpose, "AlreadyResent", "Accepted");
        await proof.WakeFencedAsync();

        await proof.AssertSentOnPurposeOnlyAsync();
    }

    private static void SkipWhereNothingCanBeSuspended() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs the signals and locks of Linux.");
}
