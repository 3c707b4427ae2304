namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>Compares the times of calls with the pace that their processes share.</summary>
internal static class PaceProof
{
    /// <summary>Less than the slowest machine can do, so that the rate limiter delays them, and a fraction of what several rate limiters would allow.</summary>
    public const int CallsPerSecond = 50;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.0 / CallsPerSecond);

    /// <summary>The parameter of that pace.</summary>
    public static string Option { get; } = FormattableString.Invariant($"-RequestsPerSecond {CallsPerSecond}");

    /// <summary>Checks that the calls did not leave faster; gives words for the output.</summary>
    /// <param name="times">When the calls were executed, in order.</param>
    /// <param name="processes">How many processes made them.</param>
    /// <param name="inFlight">How many calls each had in flight.</param>
    public static string AssertPaced(IReadOnlyList<DateTimeOffset> times, int processes, int inFlight)
    {
        // A call may be used so long after its slot, and a busy machine may hold up all that are in flight and let them arrive at once:
        // no more can be ahead of the pace, however long it does.
        var slack = TimeSpan.FromMilliseconds(50) + (((processes * inFlight) + 1) * Interval);

        // Of any calls in a row, the last may be ahead of the pace by the slack; the row that is furthest ahead tells.
        var (ahead, latest) = (TimeSpan.Zero, TimeSpan.MinValue);
        for (var call = 0; call < times.Count; call++)
        {
            var behind = times[call] - times[0] - (call * Interval);
            if (behind > latest) latest = behind;
            if (latest - behind > ahead) ahead = latest - behind;
        }

        Assert.True(ahead <= slack, $"Calls were {ahead.TotalMilliseconds} ms ahead of their pace.");
        return FormattableString.Invariant(
            $"{times.Count} calls in {(times[^1] - times[0]).TotalSeconds:F3} s; the row furthest ahead of {CallsPerSecond} a second is {ahead.TotalMilliseconds:F0} ms ahead.");
    }
}
