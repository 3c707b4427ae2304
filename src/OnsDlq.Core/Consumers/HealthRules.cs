using OnsDlq.Operations;

namespace OnsDlq.Consumers;

/// <summary>What facts about a group's consumers speak against resending now. Pure functions.</summary>
internal static class HealthRules
{
    /// <summary>From how long a delay on, in ms, messages that wait count as a backlog.</summary>
    public const long LongDelayMs = 5 * 60 * 1000;

    /// <summary>The most topics that a sentence names.</summary>
    private const int MostNamed = 5;

    /// <summary>All that speaks against it, the gravest first.</summary>
    public static IReadOnlyList<HealthFinding> Findings(ConsumerFacts facts) =>
        [.. All(facts).OfType<HealthFinding>().OrderByDescending(finding => finding.Weight)];

    /// <summary>The verdict: that of the gravest finding. A group that may be offline is not called doubtful.</summary>
    public static HealthVerdict Verdict(ConsumerFacts facts, IReadOnlyList<HealthFinding> findings)
    {
        var gravest = findings.Count == 0 ? HealthVerdict.Ready : findings.Max(finding => finding.Weight);
        return facts.Status.Online is null && gravest < HealthVerdict.Unknown ? HealthVerdict.Unknown : gravest;
    }

    /// <summary>The topics of the dead letters that no consumer subscribes to; null where that is not known.</summary>
    public static IReadOnlyList<string>? UnsubscribedTopics(ConsumerFacts facts) =>
        facts is { DeadLetterTopics: { } dead, Status.Topics: { } subscribed } ? [.. dead.Except(subscribed, StringComparer.Ordinal)] : null;

    private static IEnumerable<HealthFinding?> All(ConsumerFacts facts)
    {
        var status = facts.Status;
        yield return status.Online == false
            ? new(HealthReason.Offline, HealthVerdict.NotReady, $"No consumer of the group is online ({facts.OnlineSource}: Online is False).")
            : null;
        yield return status.SubscriptionSame == false
            ? new(
                HealthReason.SubscriptionsDiffer, HealthVerdict.NotReady,
                $"The consumers subscribe to different topics or tags ({ConsumerStatusCodec.Action}: SubscriptionSame is False).")
            : null;
        yield return Topics(facts);
        yield return Failures(status);
        yield return status.RebalanceOK == false
            ? new(
                HealthReason.NotRebalanced, HealthVerdict.Doubtful,
                $"The queues are not distributed among the consumers ({ConsumerStatusCodec.Action}: RebalanceOK is False).")
            : null;
        yield return status is { Backlog: > 0, DelayMs: >= LongDelayMs }
            ? new(
                HealthReason.Backlog, HealthVerdict.Doubtful,
                FormattableString.Invariant($"{status.Backlog} messages wait, and the one consumed last was produced {Minutes(status.DelayMs.Value)} min ago ({facts.OnlineSource}: TotalDiff, DelayTime)."))
            : null;
        foreach (var unknown in facts.Unknown) yield return new(HealthReason.NotKnown, HealthVerdict.Doubtful, unknown);
    }

    // A group that is offline has no subscriptions: that says nothing of those it has when it is online.
    private static HealthFinding? Topics(ConsumerFacts facts)
    {
        if (facts.Status.Online == false || UnsubscribedTopics(facts) is not { Count: > 0 } missing) return null;
        var more = missing.Count > MostNamed ? FormattableString.Invariant($" and {missing.Count - MostNamed} more") : "";
        return new(
            HealthReason.TopicNotSubscribed,
            missing.Count == facts.DeadLetterTopics!.Count ? HealthVerdict.NotReady : HealthVerdict.Doubtful,
            $"No consumer subscribes to {string.Join(", ", missing.Take(MostNamed))}{more}, of which there are dead letters ({facts.TopicsSource}).");
    }

    private static HealthFinding? Failures(ConsumerStatus status)
    {
        if (status.Rates is not { Count: > 0 } rates) return null;
        var (ok, failed, perHour) = (rates.Sum(rate => rate.OkTps), rates.Sum(rate => rate.FailedTps), rates.Sum(rate => rate.FailedPerHour));
        if (failed > 0 && failed >= ok)
        {
            return new(
                HealthReason.Failing, HealthVerdict.NotReady,
                FormattableString.Invariant($"In the last minute {failed:0.###} deliveries a second failed and {ok:0.###} succeeded ({ConsumerStatusCodec.Action}: FailedTps, OkTps)."));
        }

        return perHour <= 0 ? null : new(
            HealthReason.FailedLately, HealthVerdict.Doubtful,
            FormattableString.Invariant($"{perHour} deliveries failed in the last hour ({ConsumerStatusCodec.Action}: FailedCountPerHour)."));
    }

    private static long Minutes(long ms) => ms / 60_000;
}
