using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>A message with its decision, and all that the decision is based on.</summary>
/// <param name="Message">The message, with its instance as the service names it.</param>
/// <param name="History">What the journal knows of it, and the entries seen now.</param>
/// <param name="EntriesSeen">The store times (ms) of the entries that the service showed now, to be stored with the claim.</param>
/// <param name="Decision">Whether it is sent.</param>
internal sealed record GuardedMessage(
    MessageReference Message, MessageHistory History, IReadOnlyList<long> EntriesSeen, ResendDecision Decision)
{
    /// <summary>When the service was last asked for the message's entries in the queue; null where it was not.</summary>
    public Moment? SeenAt { get; init; }

    /// <summary>Whether it was listed then. A look-up by ID gives only one of several entries, and it is not documented which.</summary>
    public bool IsListed { get; init; }

    /// <summary>Its place in a canary; null where it has none.</summary>
    public CanaryPlace? Canary { get; init; }

    public MessageKey Key => History.Key;

    /// <summary>The last attempt on the message; null where there was none.</summary>
    public Attempt? LastAttempt => History.LastAttempt;

    /// <summary>The store time in ms of the newest entry known; null where none is.</summary>
    public long? NewestEntrySeen => History.EntriesSeen.Count == 0 ? null : History.EntriesSeen[^1];

    /// <summary>Whether a history has an attempt that was possibly executed, or may still be.</summary>
    public static bool MayHaveBeenExecuted(MessageHistory history) => history.Attempts.Any(attempt => attempt.MayBeExecuted);

    /// <summary>
    /// Whether this decision is to send for the same reasons as an earlier one: the same round, the same protections lifted, the same attempts
    /// possibly executed. Only then the person's earlier confirmation is still valid.
    /// </summary>
    public bool Repeats(GuardedMessage earlier) =>
        Decision.Send && earlier.Decision.Send && Decision.Round == earlier.Decision.Round
        && Decision.Lifted.ToHashSet().SetEquals(earlier.Decision.Lifted)
        && Executed().SetEquals(earlier.Executed());

    /// <summary>The outcome of a message that is not sent, with the facts on its last resend and its block.</summary>
    public ResendOutcome Skip(SkipReason reason, string? message = null) => new(Report(ResendStatus.Skipped, reason, message));

    /// <summary>The outcome of a message that would be sent, with the facts on its last resend.</summary>
    public ResendOutcome WouldSend() => new(Report(ResendStatus.WouldSend, null, null)) { Planned = this };

    private ResendResult Report(ResendStatus status, SkipReason? reason, string? message)
    {
        var (last, block) = (LastAttempt, reason == SkipReason.Blocked ? History.Block : null);
        return new(Message, status)
        {
            SkipReason = reason,
            Round = Decision.Round,
            ErrorMessage = message,
            LastResendTime = last?.ClaimedAt.ToLocalTime(),
            LastResendBy = last?.User,
            LastRunId = last?.RunId,
            LastAttemptId = last?.AttemptId,
            ClaimHolder = last is { Outcome: null } ? last.Holder : null,
            BlockedBy = block?.By,
            BlockReason = block?.Reason,
            BlockedSince = block?.Since.ToLocalTime(),
            BlockedUntil = block?.Until?.ToLocalTime(),
            ListedAt = reason is null ? Message.ListedAt : null,
            Realm = Key.Realm,
        };
    }

    private HashSet<string> Executed() =>
        History.Attempts.Where(attempt => attempt.MayBeExecuted).Select(attempt => attempt.AttemptId).ToHashSet(StringComparer.Ordinal);
}
