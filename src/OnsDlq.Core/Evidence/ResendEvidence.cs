using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Evidence;

/// <summary>What the service shows of the effect of one resend.</summary>
public sealed class ResendEvidence
{
    internal ResendEvidence(RecordedAttempt recorded, AttemptEvidence evidence)
    {
        var (key, _, attempt, _) = recorded;
        MsgId = key.MsgId;
        GroupId = key.GroupId;
        InstanceId = key.InstanceId.Length == 0 ? null : key.InstanceId;
        RegionId = key.Realm;
        AttemptId = attempt.AttemptId;
        RunId = attempt.RunId;
        Round = attempt.Round;
        Topic = attempt.Topic;
        Status = ResendAttempt.StatusOf(attempt, isAbandoned: false).ToString();
        StartTime = attempt.ClaimedAt.ToLocalTime();
        Verdict = evidence.Verdict.ToString();
        Reason = evidence.Reason?.ToString();
        EventTime = evidence.EventAt?.ToLocalTime();
        Failures = evidence.Failures;
        Client = evidence.Client;
        FoundTime = evidence.FoundAt.ToLocalTime();
    }

    /// <summary>The message ID, in upper case.</summary>
    public string MsgId { get; }

    /// <summary>The consumer group the message was resent to.</summary>
    public string GroupId { get; }

    /// <summary>The instance of the group; null where the service names none.</summary>
    public string? InstanceId { get; }

    /// <summary>The region that was called; host:port for an endpoint of the user's own, such as the sandbox.</summary>
    public string RegionId { get; }

    /// <summary>The ID of the attempt that it is about.</summary>
    public string AttemptId { get; }

    /// <summary>The ID of the run that made the attempt.</summary>
    public string RunId { get; }

    /// <summary>The round that the attempt closes, from 1.</summary>
    public int Round { get; }

    /// <summary>The topic of the message; null where it is not known.</summary>
    public string? Topic { get; }

    /// <summary>The status of the attempt now: evidence settles an Unknown or Failed one to Accepted.</summary>
    public string Status { get; }

    /// <summary>When the attempt was claimed, in local time.</summary>
    public DateTimeOffset StartTime { get; }

    /// <summary>Consumed, ConsumeFailed, Returned or NotYetKnown (see <see cref="VerdictName"/>).</summary>
    public string Verdict { get; }

    /// <summary>Why it is not known yet: one of <see cref="EvidenceReasonName"/>; null for every other verdict.</summary>
    public string? Reason { get; }

    /// <summary>
    /// When the message was consumed, or failed last, by the consumer's clock, or when it came back, in local time; null where it is not known.
    /// </summary>
    public DateTimeOffset? EventTime { get; }

    /// <summary>How many times the group failed to consume the message after the resend, as far as its traces show.</summary>
    public int Failures { get; }

    /// <summary>The consumer that consumed the message, or failed last, as its trace names it; null where there is none.</summary>
    public string? Client { get; }

    /// <summary>When that was found, in local time.</summary>
    public DateTimeOffset FoundTime { get; }

    /// <summary>The message, its group, the round and the verdict; for a log or a message to people.</summary>
    public override string ToString() => SafeText.Of(FormattableString.Invariant(
        $"{MsgId} of {GroupId}, round {Round}: {Verdict}{(Reason is null ? "" : $" ({Reason})")}"));
}
