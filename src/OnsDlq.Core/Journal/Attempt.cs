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

    /// <summary>Who claimed it: the process of its run. A journal keeps it with the run and gives it back from there.</summary>
    public required ClaimHolder Holder { get; init; }

    /// <summary>Who made it, as user@machine: the user of its run, from which a journal gives it back.</summary>
    public string User { get; init; } = "";

    /// <summary>When it was claimed, on the service's clock.</summary>
    public required DateTimeOffset ClaimedAt { get; init; }

    /// <summary>Until when the holder said it would be heard of, on the service's clock.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>The date the newest try is signed with, as it stands on the wire: the service refuses it 15 min later.</summary>
    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>
    /// The store time in ms of the newest entry that was known when it was claimed; null where none was. A journal raises it to the
    /// newest entry it knows itself at that moment.
    /// </summary>
    public long? NewestEntrySeen { get; init; }

    /// <summary>
    /// Whether the message was listed right before it was claimed. A look-up gives one of several entries and nobody says which: newer ones
    /// may have been there.
    /// </summary>
    public bool IsListed { get; init; }

    /// <summary>The protections that were lifted for it, in the words of <see cref="SkipReason"/>.</summary>
    public IReadOnlyList<SkipReason> Lifted { get; init; } = [];

    /// <summary>The version of the record it is in, where that is not its message's own but one under another name of the service; else null.</summary>
    public long? RecordVersion { get; init; }

    /// <summary>Why the caller sent it, in the caller's words: the reason of its run.</summary>
    public string? Reason { get; init; }

    /// <summary>Every outcome, oldest first; none while the claim is live.</summary>
    public IReadOnlyList<AttemptOutcome> Outcomes { get; init; } = [];

    /// <summary>The outcome that counts; null while the claim is live.</summary>
    public AttemptOutcome? Outcome => OutcomeFold.Fold(Outcomes);

    /// <summary>When it ended, on the service's clock; null while the claim is live. A person who settles it later does not move that.</summary>
    public DateTimeOffset? EndedAt => LastSaid(person: false) ?? LastSaid(person: true);

    private DateTimeOffset? LastSaid(bool person) => Outcomes
        .Where(outcome => outcome.Source == OutcomeSource.Person == person).Select(outcome => (DateTimeOffset?)outcome.At).Max();
}
