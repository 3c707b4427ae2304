using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>
/// Decides on messages by the journal and by what the service itself shows, before anybody is asked and anything is queued. Writes only
/// that abandoned claims are abandoned, and under -WhatIf nothing. May be used by several threads at once.
/// </summary>
internal sealed class ResendGuard(ResendEnvironment environment, ResendOptions options)
{
    /// <summary>How long ago a message may have been seen in the queue when it is claimed.</summary>
    public static readonly TimeSpan LongestSeen = TimeSpan.FromMinutes(10);

    private readonly MessageIdentity _identity = new(environment.Realm, environment.Client, "It is not sent.");

    /// <summary>Decides on a message.</summary>
    /// <exception cref="ServiceException">The entry had to be looked up and could not be; nothing can be decided, so nothing is sent.</exception>
    /// <exception cref="Credentials.CredentialsException">There are no keys to look it up with.</exception>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public async Task<GuardedMessage> DecideAsync(MessageReference message, CancellationToken cancellationToken)
    {
        var entries = new SortedSet<long>();
        var seenAt = message is { ListedAt: { } listedAt, StoreTimestamp: > 0 } && IsFresh(listedAt) ? listedAt : null;
        var isListed = seenAt is not null;
        if (isListed) entries.Add(message.StoreTimestamp!.Value);

        if (string.IsNullOrEmpty(message.InstanceId) || environment.Clock.Offset is null)
        {
            var askedAt = Moment.Now(environment.Time);
            message = await IdentifyAsync(message, entries, cancellationToken).ConfigureAwait(false);
            if (entries.Count > 0) seenAt ??= askedAt;
        }

        var guarded = await DecideAsync(message, _identity.KeyOf(message), entries, cancellationToken).ConfigureAwait(false);
        guarded = guarded with { SeenAt = seenAt, IsListed = isListed };
        if (seenAt is not null || (guarded.History.Gap is null && !GuardedMessage.MayHaveBeenExecuted(guarded.History))
            || guarded.Decision.Reason is SkipReason.InFlight or SkipReason.Blocked)
        {
            return guarded;
        }

        // It was possibly resent before, or nobody knows: has it come back? Only the service can say.
        seenAt = Moment.Now(environment.Time);
        var found = await LookUpAsync(message, cancellationToken).ConfigureAwait(false);
        if (found is { StoreTimestamp: > 0 }) entries.Add(found.StoreTimestamp);
        guarded = await DecideAsync(message, guarded.Key, entries, cancellationToken).ConfigureAwait(false);
        return guarded with { SeenAt = found is null ? null : seenAt };
    }

    /// <summary>Whether what the queue holds of the message was asked for so lately that it may be claimed.</summary>
    public bool IsSeen(GuardedMessage message) => message.SeenAt is { } seenAt && IsFresh(seenAt);

    /// <summary>
    /// Looks a message up that is to be claimed, and decides on it by what the service shows of it now: whatever came in before the claim
    /// must not be taken for what comes back after it.
    /// </summary>
    /// <exception cref="ServiceException">It could not be looked up, or there is no such message.</exception>
    /// <exception cref="Credentials.CredentialsException">There are no keys to look it up with.</exception>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public async Task<GuardedMessage> SeeAsync(GuardedMessage message, CancellationToken cancellationToken)
    {
        var seenAt = Moment.Now(environment.Time);
        var found = await LookUpAsync(message.Message, cancellationToken).ConfigureAwait(false) ?? throw _identity.NotTold(
            ErrorId.MessageNotFound, $"Group {message.Message.GroupId} has no dead letter {message.Message.MsgId}: it is not sent.");
        var entries = new SortedSet<long>(message.EntriesSeen);
        if (found.StoreTimestamp > 0) entries.Add(found.StoreTimestamp);
        var seen = message with { Message = Labelled(message.Message, found), EntriesSeen = [.. entries], SeenAt = seenAt, IsListed = false };
        return await DecideAgainAsync(seen, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Decides anew on a message whose history has changed since, by what was seen of it then.</summary>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public async Task<GuardedMessage> DecideAgainAsync(GuardedMessage earlier, CancellationToken cancellationToken)
    {
        var history = await ReadAsync(earlier.Key, earlier.EntriesSeen, cancellationToken).ConfigureAwait(false);
        return earlier with { History = history, Decision = ResendDecider.Decide(history, Rules(options.Override)) };
    }

    /// <summary>Why a message is not sent whose history changed after it was to be: overrides were given for what was known then.</summary>
    public SkipReason ReasonWithoutOverrides(GuardedMessage changed) =>
        ResendDecider.Decide(changed.History, Rules(new HashSet<SkipReason>())).Reason ?? changed.Decision.Reason ?? SkipReason.InFlight;

    private async Task<GuardedMessage> DecideAsync(
        MessageReference message, MessageKey key, SortedSet<long> entries, CancellationToken cancellationToken)
    {
        while (true)
        {
            var history = await ReadAsync(key, entries, cancellationToken).ConfigureAwait(false);
            var decision = ResendDecider.Decide(history, Rules(options.Override));
            if (decision.Abandoned.Count == 0 || options.Calls.IsWhatIf) return new(message, history, [.. entries], decision);

            // Whether this settles it or somebody else was faster: what is known then is another history.
            await AbandonAsync(decision.Abandoned[0], history.VersionOf(decision.Abandoned[0]), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<MessageHistory> ReadAsync(MessageKey key, IReadOnlyCollection<long> entries, CancellationToken cancellationToken)
    {
        var history = (await environment.Histories.ReadAsync([key], cancellationToken).ConfigureAwait(false))[0];
        if (entries.Count == 0) return history;
        return history with { EntriesSeen = history.EntriesSeen.Count == 0 ? [.. entries] : [.. history.EntriesSeen.Union(entries).Order()] };
    }

    // Ended as late as it can have: an entry that is taken to be later, and is not, would be sent again.
    private Task<bool> AbandonAsync(Attempt attempt, long version, CancellationToken cancellationToken) => environment.Journal.SettleAsync(
        attempt.AttemptId,
        AttemptOutcome.Abandoned(ClaimRule.AbandonedAt(attempt, environment.Clock.Latest)),
        version,
        cancellationToken);

    // The service's clock is known once it has answered. An instance that nobody names might be named another time, and a message then
    // have two keys.
    private async Task<MessageReference> IdentifyAsync(MessageReference message, SortedSet<long> entries, CancellationToken cancellationToken)
    {
        var found = await LookUpAsync(message, cancellationToken).ConfigureAwait(false);
        if (environment.Clock.Offset is null)
        {
            throw _identity.NotTold(
                ErrorId.UnreadableAnswer, $"What {environment.Realm} answered carries no date, or took too long to tell the time: nothing is sent.");
        }

        if (found is { StoreTimestamp: > 0 }) entries.Add(found.StoreTimestamp);
        if (found is not null) message = Labelled(message, found);
        return _identity.Complete(message, found);
    }

    private static MessageReference Labelled(MessageReference message, DeadLetter found) =>
        message with { Label = message.Label ?? MessageLabel.Of(found.Topic, found.Tag, string.Join(' ', found.Key)) };

    private bool IsFresh(Moment seenAt) => seenAt.Age(environment.Time) <= LongestSeen;

    private Task<DeadLetter?> LookUpAsync(MessageReference message, CancellationToken cancellationToken) =>
        _identity.LookUpAsync(message, options.Calls, cancellationToken);

    private DecisionRules Rules(IReadOnlySet<SkipReason> lifted) => new()
    {
        ServiceNow = environment.Clock.Earliest,
        ServiceLatest = environment.Clock.Latest,
        IsProvenDead = environment.IsProvenDead,
        MaxRounds = options.MaxRounds,
        Override = lifted,
    };
}
