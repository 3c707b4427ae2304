using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>Adds to listed dead letters what a journal knows of their resends. Only reads.</summary>
/// <param name="histories">What the journal knows of them.</param>
/// <param name="realm">The name in the journal of the service that was listed.</param>
/// <param name="rules">The rules for decisions, with the present time.</param>
internal sealed class ResendStates(IMessageHistories histories, string realm, Func<DecisionRules> rules)
{
    /// <summary>
    /// Gives each entry its round and the state of its message's last resend, read in one snapshot, in the order given. Rounds are counted up to
    /// the entry itself: when a message has come back, its old entry keeps the old round.
    /// </summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public async Task<IReadOnlyList<JournaledMessage>> ReadAsync(IReadOnlyList<DeadLetter> entries, CancellationToken cancellationToken)
    {
        var keys = entries.Select(entry => MessageKey.Of(realm, entry.InstanceId, entry.GroupId, entry.MsgId)).ToArray();
        var distinct = keys.Distinct().ToArray();
        var known = (await histories.ReadAsync(distinct, cancellationToken).ConfigureAwait(false)).ToDictionary(history => history.Key);
        var listed = entries.Zip(keys).SelectMany(
            pair => pair.First.EarlierEntries.Append(pair.First.StoreTimestamp), (pair, stored) => (Key: pair.Second, stored))
            .ToLookup(pair => pair.Key, pair => pair.stored);
        var now = rules();
        return [.. entries.Zip(keys, (entry, key) => State(entry, known[key], listed[key], now))];
    }

    private static JournaledMessage State(DeadLetter entry, MessageHistory history, IEnumerable<long> listed, DecisionRules now)
    {
        if (history.Attempts.Count == 0 && history.Block is null) return new(entry.WithResend(round: 1, null, null), Settled: null);

        var upToThis = history with
        {
            EntriesSeen = [.. history.EntriesSeen.Union(listed).Where(stored => stored <= entry.StoreTimestamp).Order()],
        };
        var decision = ResendDecider.Decide(upToThis, now);
        var last = history.LastAttempt;
        var state = last is not null && decision.Abandoned.Contains(last) ? ResendStatus.Unknown : last?.Outcome?.Status;
        var known = entry.WithResend(decision.Round, state, last?.ClaimedAt.ToLocalTime());
        if (last?.Evidence is { } evidence) known = known.WithVerdict(evidence.Verdict);
        if (history.Block is { } block && block.Lasts(now.ServiceNow)) known = known.WithBlock(block.By, block.Reason, block.Until);
        return new(known, Settled(decision));
    }

    /// <summary>Why nobody has to decide: the message was accepted, is blocked or in flight.</summary>
    private static SkipReason? Settled(ResendDecision decision) =>
        decision.Reason is SkipReason.AlreadyResent or SkipReason.Blocked or SkipReason.InFlight ? decision.Reason : null;
}
