using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>
/// Decides whether a message may be sent: a pure function of all its attempts, all its entries, its block and the caller's options.
/// Without an override a message is sent only if at least as many entries came back as attempts were possibly executed.
/// </summary>
internal static class ResendDecider
{
    /// <summary>
    /// How far apart two times on the service's clock must be, so that their order is certain: a Date header has whole seconds.
    /// </summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>The protections in the order in which results list them.</summary>
    private static readonly SkipReason[] Order =
    [
        SkipReason.Blocked, SkipReason.OutcomeUnknown, SkipReason.ReportedFailed, SkipReason.AlreadyResent, SkipReason.RoundUnclear,
        SkipReason.JournalGap, SkipReason.MaxRounds,
    ];

    public static ResendDecision Decide(MessageHistory history, DecisionRules rules)
    {
        // Fast path: most messages of a run have no history.
        if (history is { Attempts.Count: 0, Block: null, Gap: null } && rules.MaxRounds > 0) return new(null, 1, [], []);

        var open = history.Attempts.Where(attempt => attempt.Outcome is null).ToArray();
        var abandoned = Array.FindAll(open, attempt => ClaimRule.IsAbandoned(attempt, rules.ServiceNow, rules.IsProvenDead));
        var executed = history.Attempts
            .Select(attempt => ExecutedAttempt.Of(
                attempt, abandoned.Contains(attempt) ? ClaimRule.AbandonedAt(attempt, rules.ServiceLatest ?? rules.ServiceNow) : attempt.EndedAt))
            .OfType<ExecutedAttempt>().ToArray();

        var surely = ExecutedAttempt.Returned(executed, history.EntriesSeen, surely: true);
        var perhaps = ExecutedAttempt.Returned(executed, history.EntriesSeen, surely: false);

        // Lifting RoundUnclear means: the entries within the margin did come back. So they count for the round, too.
        var returned = perhaps > surely && rules.Override.Contains(SkipReason.RoundUnclear) ? perhaps : surely;

        var protections = new HashSet<SkipReason>(
            ExecutedAttempt.NotReturned(executed, history.EntriesSeen).Select(attempt => attempt.Protection));
        if (perhaps > surely) protections.Add(SkipReason.RoundUnclear);
        if (MayBeInGap(history, executed)) protections.Add(SkipReason.JournalGap);
        if (returned >= rules.MaxRounds) protections.Add(SkipReason.MaxRounds);
        if (history.Block?.Lasts(rules.ServiceNow) == true) protections.Add(SkipReason.Blocked);

        var standing = open.Length > abandoned.Length ? SkipReason.InFlight : FirstStanding(protections, rules.Override);
        var lifted = standing is null ? Array.FindAll(Order, protections.Contains) : [];
        return new(standing, returned + 1, lifted, abandoned);
    }

    // Lost attempts were made before the gap's end. An entry stored later came back after all of them; later attempts are known, and count.
    private static bool MayBeInGap(MessageHistory history, IEnumerable<ExecutedAttempt> executed) =>
        history.Gap is { } end
        && !history.EntriesSeen.Any(stored => stored > end.ToUnixTimeMilliseconds())
        && !executed.Any(attempt => attempt.ClaimedAt > end);

    private static SkipReason? FirstStanding(HashSet<SkipReason> protections, IReadOnlySet<SkipReason> lifted)
    {
        foreach (var reason in Order)
        {
            if (protections.Contains(reason) && !lifted.Contains(reason)) return reason;
        }

        return null;
    }
}
