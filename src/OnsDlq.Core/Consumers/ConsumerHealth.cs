using OnsDlq.Messages;

namespace OnsDlq.Consumers;

/// <summary>Whether it is worth resending to a consumer group now, and why not. What the service did not give is null.</summary>
public sealed class ConsumerHealth
{
    internal ConsumerHealth(ConsumerFacts facts)
    {
        var findings = HealthRules.Findings(facts);
        var status = facts.Status;
        GroupId = facts.GroupId;
        InstanceId = status.InstanceId ?? facts.InstanceId;
        RegionId = facts.RegionId;
        Verdict = HealthRules.Verdict(facts, findings).ToString();
        Reason = [.. findings.Select(finding => finding.Reason.ToString()).Distinct(StringComparer.Ordinal)];
        Fact = new(findings.Select(finding => finding.Fact));
        Online = status.Online;
        SubscriptionSame = status.SubscriptionSame;
        RebalanceOK = status.RebalanceOK;
        Backlog = status.Backlog;
        DelayMs = status.DelayMs;
        ConsumeTps = status.ConsumeTps;
        FailedPerHour = status.Rates?.Sum(rate => rate.FailedPerHour);
        ConsumerCount = status.Consumers;
        ConsumeModel = status.ConsumeModel;
        SubscribedTopic = status.Topics is { } topics ? [.. topics] : null;
        DeadLetterTopic = facts.DeadLetterTopics is { } dead ? [.. dead] : null;
        UnsubscribedTopic = HealthRules.UnsubscribedTopics(facts) is { } missing ? [.. missing] : null;
        CheckedAt = facts.CheckedAt.ToLocalTime();
    }

    /// <summary>The consumer group.</summary>
    public string GroupId { get; }

    /// <summary>Its instance.</summary>
    public string? InstanceId { get; }

    /// <summary>The region that was asked.</summary>
    public string RegionId { get; }

    /// <summary>Ready, Doubtful, Unknown or NotReady: see <see cref="HealthVerdictName"/>.</summary>
    public string Verdict { get; }

    /// <summary>What speaks against resending now, the gravest first: see <see cref="HealthReasonName"/>.</summary>
    public TextList Reason { get; }

    /// <summary>For each reason a sentence that names the fact it rests on.</summary>
    public LineList<string> Fact { get; }

    /// <summary>Whether at least one consumer is online.</summary>
    public bool? Online { get; }

    /// <summary>Whether all consumers subscribe to the same topics and tags.</summary>
    public bool? SubscriptionSame { get; }

    /// <summary>Whether the queues are distributed among the consumers.</summary>
    public bool? RebalanceOK { get; }

    /// <summary>How many messages wait for the group.</summary>
    public long? Backlog { get; }

    /// <summary>How long ago the message was produced that was consumed last, in ms.</summary>
    public long? DelayMs { get; }

    /// <summary>How many messages a second the group consumes.</summary>
    public double? ConsumeTps { get; }

    /// <summary>How many deliveries failed in the last hour.</summary>
    public long? FailedPerHour { get; }

    /// <summary>How many consumers are connected.</summary>
    public int? ConsumerCount { get; }

    /// <summary>CLUSTERING or BROADCASTING.</summary>
    public string? ConsumeModel { get; }

    /// <summary>The topics that the group subscribes to; null where they are not known, such as while it is offline.</summary>
    public TextList? SubscribedTopic { get; }

    /// <summary>The topics of the dead letters: of those given, or of those found in the queue.</summary>
    public TextList? DeadLetterTopic { get; }

    /// <summary>The topics of the dead letters that no consumer subscribes to; null where that is not known.</summary>
    public TextList? UnsubscribedTopic { get; }

    /// <summary>When the service was asked, in local time.</summary>
    public DateTimeOffset CheckedAt { get; }

    /// <summary>The group and the verdict.</summary>
    public override string ToString() => Reason.Count == 0 ? $"{GroupId} {Verdict}" : $"{GroupId} {Verdict}: {string.Join(", ", Reason)}";
}
