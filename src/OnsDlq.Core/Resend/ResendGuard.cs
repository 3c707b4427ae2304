using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>
/// Decides on messages by the journal and by what the queue shows, before the user is asked and anything is queued. It writes only the end of
/// abandoned claims, and nothing under -WhatIf. Thread-safe.
/// </summary>
internal sealed class ResendGuard(ResendEnvironment environment, ResendOptions options)
{
    /// <summary>For how long what was seen in the queue is good enough for a claim.</summary>
    public static readonly TimeSpan LongestSeen = TimeSpan.FromMinutes(10);

    /// <summary>No histories: each message is then read by itself.</summary>
    public static readonly IReadOnlyDictionary<MessageKey, MessageHistory> NothingRead = new Dictionary<MessageKey, MessageHistory>();

    private readonly MessageIdentity _identity = new(environment.Realm, environment.Client, "It is not sent.");

    /// <summary>Decides on a message.</summary>
    /// <exception cref="ServiceException">A necessary look-up failed, so nothing can be decided and nothing is sent.</exception>
    /// <exception cref="Credentials.CredentialsException">There are no access keys for the look-up.</exception>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public Task<GuardedMessage> DecideAsync(MessageReference message, CancellationToken cancellationToken) =>
        DecideAsync(message, NothingRead, cancellationToken);

    /// <summary>The same with histories that were read before; what is not among them is read.</summary>
    public async Task<GuardedMessage> DecideAsync(
        MessageReference message, IReadOnlyDictionary<MessageKey, MessageHistory> read, CancellationToken cancellationToken)
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

        var key = _identity.KeyOf(message);
        var guarded = await DecideAsync(message, key, entries, read.GetValueOrDefault(key), cancellationToken).ConfigureAwait(false);
        guarded = guarded with { SeenAt = seenAt, IsListed = isListed };
        if (seenAt is not null || (guarded.History.Gap is null && !GuardedMessage.MayHaveBeenExecuted(guarded.History))
            || guarded.Decision.Reason is SkipReason.InFlight or SkipReason.Blocked)
        {
            return guarded;
        }

        // It was or may have been resent before. Only the service can say whether it has come back.
        seenAt = Moment.Now(environment.Time);
        var found = await LookUpAsync(message, cancellationToken).ConfigureAwait(false);
        if (found is { StoreTimestamp: > 0 }) entries.Add(found.StoreTimestamp);
        guarded = await DecideAsync(message, key, entries, null, cancellationToken).ConfigureAwait(false);
        return guarded with { SeenAt = found is null ? null : seenAt };
    }

    /// <summary>Reads the histories of several messages at once, for those whose key is known without a look-up.</summary>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public async Task<IReadOnlyDictionary<MessageKey, MessageHistory>> ReadAsync(
        IEnumerable<MessageReference> messages, CancellationToken cancellationToken)
    {
        MessageKey[] keys = [.. messages.Where(message => !string.IsNullOrEmpty(message.InstanceId)).Select(_identity.KeyOf).Distinct()];
        var histories = await environment.Histories.ReadAsync(keys, cancellationToken).ConfigureAwait(false);
        return histories.ToDictionary(history => history.Key);
    }

    /// <summary>Whether the message's entries were read from the queue so recently that it may be claimed.</summary>
    public bool IsSeen(GuardedMessage message) => message.SeenAt is { } seenAt && IsFresh(seenAt);

    /// <summary>
    /// Looks up a message before it is claimed, and decides on it again: an entry stored before the claim must not count later as one that came
    /// back after it.
    /// </summary>
    /// <exception cref="ServiceException">The look-up failed, or there is no such message.</exception>
    /// <exception cref="Credentials.CredentialsException">There are no access keys for the look-up.</exception>
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

    /// <summary>Decides again on a message whose history has changed, with the entries seen before.</summary>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public async Task<GuardedMessage> DecideAgainAsync(GuardedMessage earlier, CancellationToken cancellationToken) =>
        (await DecideAgainAsync([earlier], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>The same with several, which are read at once; in the order given.</summary>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public async Task<GuardedMessage[]> DecideAgainAsync(IReadOnlyList<GuardedMessage> earlier, CancellationToken cancellationToken)
    {
        var histories = await environment.Histories.ReadAsync([.. earlier.Select(message => message.Key)], cancellationToken).ConfigureAwait(false);
        return [.. earlier.Zip(histories, (message, read) => DecideAgain(message, WithEntries(read, message.EntriesSeen)))];
    }

    /// <summary>
    /// Why a message whose history has changed is not sent any more. Overrides do not count: they were given for the old history.
    /// </summary>
    public SkipReason ReasonWithoutOverrides(GuardedMessage changed) =>
        ResendDecider.Decide(changed.History, Rules(new HashSet<SkipReason>())).Reason ?? changed.Decision.Reason ?? SkipReason.InFlight;

    private async Task<GuardedMessage> DecideAsync(
        MessageReference message, MessageKey key, SortedSet<long> entries, MessageHistory? read, CancellationToken cancellationToken)
    {
        while (true)
        {
            var history = read is null ? await ReadAsync(key, entries, cancellationToken).ConfigureAwait(false) : WithEntries(read, entries);
            var decision = ResendDecider.Decide(history, Rules(options.Override));
            if (decision.Abandoned.Count == 0 || options.Calls.IsWhatIf) return new(message, history, [.. entries], decision);

            // If another process was faster, the history has changed as well; so it is read again in any case.
            await AbandonAsync(decision.Abandoned[0], history.VersionOf(decision.Abandoned[0]), cancellationToken).ConfigureAwait(false);
            read = null;
        }
    }

    private async Task<MessageHistory> ReadAsync(MessageKey key, IReadOnlyCollection<long> entries, CancellationToken cancellationToken) =>
        WithEntries((await environment.Histories.ReadAsync([key], cancellationToken).ConfigureAwait(false))[0], entries);

    private GuardedMessage DecideAgain(GuardedMessage earlier, MessageHistory history) =>
        earlier with { History = history, Decision = ResendDecider.Decide(history, Rules(options.Override)) };

    private static MessageHistory WithEntries(MessageHistory history, IReadOnlyCollection<long> entries) => entries.Count == 0
        ? history
        : history with { EntriesSeen = history.EntriesSeen.Count == 0 ? [.. entries] : [.. history.EntriesSeen.Union(entries).Order()] };

    // The latest possible end: with an earlier one, an old entry could count as one that came back, and the message would be sent again.
    private Task<bool> AbandonAsync(Attempt attempt, long version, CancellationToken cancellationToken) => environment.Journal.SettleAsync(
        attempt.AttemptId,
        AttemptOutcome.Abandoned(ClaimRule.AbandonedAt(attempt, environment.Clock.Latest)),
        version,
        cancellationToken);

    // An answer gives the service's clock. A missing instance is looked up, too: if it were named another time, one message would have two keys.
    private async Task<MessageReference> IdentifyAsync(MessageReference message, SortedSet<long> entries, CancellationToken cancellationToken)
    {
        var found = await LookUpAsync(message, cancellationToken).ConfigureAwait(false);
        if (environment.Clock.Offset is null)
        {
            throw _identity.NotTold(
                ErrorId.UnreadableAnswer, $"What {environment.Realm} answered has no date, or took too long to show the time: nothing is sent.");
        }

        if (found is { StoreTimestamp: > 0 }) entries.Add(found.StoreTimestamp);
        if (found is not null) message = Labelled(message, found);
        return _identity.Complete(message, found);
    }

    // What the service says now is better than what a file says, with which the message's trace might not be found later.
    private static MessageReference Labelled(MessageReference message, DeadLetter found) => message with
    {
        Label = message.Label ?? MessageLabel.Of(found.Topic, found.Tag, found.Key),
        BornTime = found.BornTime?.ToUniversalTime() ?? message.BornTime,
    };

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
