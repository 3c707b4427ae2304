namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>Tests of the check of paces: a check that cannot fail proves nothing.</summary>
public sealed class PaceProofTests
{
    [Fact]
    public void Calls_at_their_pace_or_late_or_as_many_at_once_as_can_be_in_flight_are_right()
    {
        PaceProof.AssertPaced(Times(0, 0.02, 0.04, 0.06), processes: 1, inFlight: 1);
        PaceProof.AssertPaced(Times(0, 1, 2, 2.02), processes: 1, inFlight: 1);
        PaceProof.AssertPaced(Times(0, 1, 1, 1, 1.02), processes: 1, inFlight: 2);
    }

    [Fact]
    public void More_calls_at_once_or_for_a_longer_time_are_too_fast()
    {
        Assert.ThrowsAny<Exception>(() => PaceProof.AssertPaced(Times(0, 1, 1, 1, 1, 1, 1, 1, 1), processes: 1, inFlight: 2));
        Assert.ThrowsAny<Exception>(() => PaceProof.AssertPaced(Times([.. Enumerable.Range(0, 100).Select(call => call * 0.01)]), processes: 2, inFlight: 8));
    }

    private static DateTimeOffset[] Times(params double[] seconds) => [.. seconds.Select(second => DateTimeOffset.UnixEpoch.AddSeconds(second))];
}
