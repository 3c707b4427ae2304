using OnsDlq.Holders;
using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>One decision to resend one message in one round, whatever the number of HTTP tries.</summary>
internal sealed record Attempt
{
    public required string AttemptId { get; init; }

    /// <summary>The run that made it.</summary>
    public required string RunId { get; init; }

    /// <summary>The round it closes, from 1.</summary>
    public required int Round { get; init; }

    /// <summary>The process that claimed it: that of its run. A journal stores it once, with the run.</summary>
    public required ClaimHolder Holder { get; init; }

    /// <summary>Who made it, as user@machine: the user of its run, with which a journal stores it.</summary>
    public string User { get; init; } = "";

    /// <summary>When it was claimed, on the service's clock.</summary>
    public required DateTimeOffset ClaimedAt { get; init; }

    /// <summary>The end of the lease, on the service's clock: until then the holder renews or settles it.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>
    /// Whether the lease is over by the clock of the journal's own server, counted from when the server wrote it; null where a journal has no
    /// server. No clock of a sender is part of that.
    /// </summary>
    internal bool? LeaseIsOver { get; init; }

    /// <summary>The date that the newest try is signed with, exactly as it is sent: the service refuses it 15 min later.</summary>
    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>
    /// The store time in ms of the newest entry that was known when it was claimed; null where none was. A journal raises it to the newest entry
    /// that it has stored itself by then.
    /// </summary>
    public long? NewestEntrySeen { get; init; }

    /// <summary>
    /// Whether the message was listed right before it was claimed. A look-up by ID gives only one of several entries, and it is not documented
    /// which: there may have been newer ones.
    /// </summary>
    public bool IsListed { get; init; }

    /// <summary>The protections that were lifted for it.</summary>
    public IReadOnlyList<SkipReason> Lifted { get; init; } = [];

    /// <summary>The version of the record that holds it, where that record was written under another name of the service; else null.</summary>
    public long? RecordVersion { get; init; }

    /// <summary>Why the caller sent it, in the caller's words (the reason of its run).</summary>
    public string? Reason { get; init; }

    /// <summary>The message's topic, with which its trace is asked for; null where it is not known.</summary>
    public string? Topic { get; init; }

    /// <summary>When the producer made the message, in UTC, with which its trace is asked for; null where that is not known.</summary>
    public DateTimeOffset? BornTime { get; init; }

    /// <summary>The canary that it belongs to; null where it belongs to none.</summary>
    public string? CanaryId { get; init; }

    /// <summary>What the service has shown of its effect; null where nobody has asked.</summary>
    public AttemptEvidence? Evidence { get; init; }

    /// <summary>Every outcome, oldest first; none while the claim is live.</summary>
    public IReadOnlyList<AttemptOutcome> Outcomes { get; init; } = [];

    /// <summary>The outcome that counts; null while the claim is live.</summary>
    public AttemptOutcome? Outcome => OutcomeFold.Fold(Outcomes);

    /// <summary>Whether the resend was or may have been executed: all but what is proven not to be. A live claim may be at any moment.</summary>
    public bool MayBeExecuted => Outcome?.Status != ResendStatus.Rejected;

    /// <summary>
    /// When it ended, on the service's clock; null while the claim is live. It stays the same when a person or evidence settles the attempt later.
    /// </summary>
    public DateTimeOffset? EndedAt => LastSaid(later: false) ?? LastSaid(later: true);

    private DateTimeOffset? LastSaid(bool later) => Outcomes
        .Where(outcome => outcome.IsAfterwards == later).Select(outcome => (DateTimeOffset?)outcome.At).Max();
}
