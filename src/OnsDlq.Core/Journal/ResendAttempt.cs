using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>One attempt to resend one message, as the journal keeps it.</summary>
public sealed class ResendAttempt : ResendReport
{
    internal ResendAttempt(RecordedAttempt recorded, bool isAbandoned) : base(Told(recorded.Attempt))
    {
        var (key, _, attempt, run) = recorded;
        MsgId = key.MsgId;
        GroupId = key.GroupId;
        InstanceId = key.InstanceId.Length == 0 ? null : key.InstanceId;
        RegionId = key.Realm;
        AttemptId = attempt.AttemptId;
        RunId = attempt.RunId;
        Round = attempt.Round;
        Topic = attempt.Topic;
        State = StatusOf(attempt, isAbandoned);
        Lifted = [.. attempt.Lifted.Select(reason => reason.ToString())];
        Reason = attempt.Reason;
        User = run.User;
        Machine = attempt.Holder.Machine;
        StartTime = attempt.ClaimedAt.ToLocalTime();
        EndTime = attempt.EndedAt?.ToLocalTime();
        Outcomes = new(attempt.Outcomes.Select(outcome => new RecordedOutcome(outcome, run.User)));
        if (attempt.Outcomes.LastOrDefault(outcome => outcome.Source == OutcomeSource.Person) is { } person)
            (SettledBy, SettledReason) = (person.By, person.Reason);
        if (attempt.Evidence is not { } evidence) return;
        (Verdict, VerdictReason) = (evidence.Verdict.ToString(), evidence.Reason?.ToString());
        (VerdictTime, ConsumeFailures) = (evidence.EventAt?.ToLocalTime(), evidence.Failures);
    }

    /// <summary>The message ID, in upper case.</summary>
    public string MsgId { get; }

    /// <summary>The consumer group the message was resent to.</summary>
    public string GroupId { get; }

    /// <summary>The instance of the group; null where the service names none.</summary>
    public string? InstanceId { get; }

    /// <summary>The region that was called; host:port for an endpoint of the user's own, such as the sandbox.</summary>
    public string RegionId { get; }

    /// <summary>The attempt's ID.</summary>
    public string AttemptId { get; }

    /// <summary>The ID of the run that made it.</summary>
    public string RunId { get; }

    /// <summary>The round it closes, from 1.</summary>
    public int Round { get; }

    /// <summary>Its status: one of <see cref="StatusName"/>, and never Skipped.</summary>
    public string Status => State.ToString();

    /// <summary>When it was claimed, in local time.</summary>
    public DateTimeOffset StartTime { get; }

    /// <summary>When it ended, in local time; null where no end is recorded.</summary>
    public DateTimeOffset? EndTime { get; }

    /// <summary>The protections that were lifted with -Override.</summary>
    public TextList Lifted { get; }

    /// <summary>Why it was sent, in the sender's words; null where none were given.</summary>
    public string? Reason { get; }

    /// <summary>Who sent it, as user@machine.</summary>
    public string User { get; }

    /// <summary>The machine it was sent from.</summary>
    public string Machine { get; }

    /// <summary>Who settled it, as user@machine; null where no person did.</summary>
    public string? SettledBy { get; }

    /// <summary>Why that person settled it; null where no person did.</summary>
    public string? SettledReason { get; }

    /// <summary>
    /// What the service has shown of its effect: Consumed, ConsumeFailed, Returned or NotYetKnown (see <see cref="VerdictName"/>); null where nobody
    /// has asked (Wait-OnsDlqResend).
    /// </summary>
    public string? Verdict { get; }

    /// <summary>Why that is not known yet: one of <see cref="EvidenceReasonName"/>; null for every other verdict.</summary>
    public string? VerdictReason { get; }

    /// <summary>
    /// When the message was consumed, or failed last, by the consumer's clock, or when it came back, in local time; null where it is not known.
    /// </summary>
    public DateTimeOffset? VerdictTime { get; }

    /// <summary>How many times the group failed to consume the message after it, as far as its traces show; null where nobody has asked.</summary>
    public int? ConsumeFailures { get; }

    /// <summary>Every statement on how it ended, oldest first; empty while it is in flight.</summary>
    public LineList<RecordedOutcome> Outcomes { get; }

    /// <summary>The message IDs that the service listed as not resent (Data.MsgId of the answer).</summary>
    public TextList FailedMsgId => Facts.FailedMsgId;

    /// <summary>The message, its group, the round and how it ended; for a log or a message to people.</summary>
    public override string ToString() => SafeText.Of(FormattableString.Invariant($"{MsgId} of {GroupId}, round {Round}: {Status}"));

    /// <summary>The message's topic; null where it is not known.</summary>
    internal string? Topic { get; }

    internal AttemptStatus State { get; }

    /// <summary>The status of an attempt, as users see it.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="isAbandoned">Whether nobody can send for it any more.</param>
    internal static AttemptStatus StatusOf(Attempt attempt, bool isAbandoned) =>
        attempt.Outcome is { } counts ? StatusOf(counts.Status) : isAbandoned ? AttemptStatus.Unknown : AttemptStatus.InFlight;

    // A person's outcome decides the status, but holds no facts of the call.
    private static AttemptOutcome? Told(Attempt attempt) =>
        attempt.Outcomes.LastOrDefault(outcome => outcome.Source == OutcomeSource.Holder)
        ?? attempt.Outcomes.LastOrDefault(outcome => outcome.Source == OutcomeSource.Abandoned);

    private static AttemptStatus StatusOf(ResendStatus status) => status switch
    {
        ResendStatus.Accepted => AttemptStatus.Accepted,
        ResendStatus.Failed => AttemptStatus.Failed,
        ResendStatus.Rejected => AttemptStatus.Rejected,
        _ => AttemptStatus.Unknown,
    };
}
