using OnsDlq.Operations;

namespace OnsDlq.Evidence;

/// <summary>A consumer's try with its time as far as it can be corrected.</summary>
/// <param name="Client">The consumer's address; null where the trace has none.</param>
/// <param name="Said">When it began, on the consumer's clock, in ms.</param>
/// <param name="Time">The same less the time by which that clock is ahead at least.</param>
/// <param name="IsTrusted">Whether that clock is not known to be wrong by more than the bound, or is corrected.</param>
/// <param name="ReconsumeTimes">How many tries of the same delivery were made before; null where the trace does not say.</param>
/// <param name="Outcome">How it ended.</param>
internal sealed record TracedTry(string? Client, long Said, long Time, bool IsTrusted, int? ReconsumeTimes, TryOutcome Outcome)
{
    // The retries of a delivery, after which the message becomes a dead letter (ons-api facts 6.1).
    private const int LastRetry = 16;

    /// <summary>Whether the message became a dead letter by it.</summary>
    public bool IsLast => Outcome == TryOutcome.Failed && ReconsumeTimes >= LastRetry;

    /// <summary>
    /// Corrects the times of tries. The first last retry was made before the dead letter was stored: a clock that shows a later time for it is
    /// ahead by the difference. A clock that shows a time in the future is ahead, too, but nobody knows by how much.
    /// </summary>
    /// <param name="tries">The tries.</param>
    /// <param name="baseline">The store time (ms) of the newest entry before the attempt.</param>
    /// <param name="now">Now, on the service's clock.</param>
    public static IReadOnlyList<TracedTry> Of(IReadOnlyList<ConsumerTry> tries, long baseline, DateTimeOffset now)
    {
        var bound = (long)EvidenceRule.ClockBound.TotalMilliseconds;
        var latest = now.ToUnixTimeMilliseconds();
        return [.. tries.GroupBy(one => one.Client, StringComparer.Ordinal).SelectMany(Corrected)];

        IEnumerable<TracedTry> Corrected(IEnumerable<ConsumerTry> clock)
        {
            TracedTry[] said = [.. clock.Select(one => new TracedTry(one.Client, one.Time, one.Time, true, one.ReconsumeTimes, one.Outcome))];
            var ahead = Math.Max(0, (said.Where(one => one.IsLast).Min(one => (long?)one.Said) ?? baseline) - baseline);
            var isTrusted = said.Max(one => one.Said) - ahead <= latest + bound;
            return said.Select(one => one with { Time = one.Said - ahead, IsTrusted = isTrusted });
        }
    }
}
