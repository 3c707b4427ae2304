using OnsDlq.Journal;

namespace OnsDlq.Resend;

/// <summary>
/// Decides whether a message may be sent: a pure function of all its attempts, all its entries, its block and the caller's options.
/// Without an override a message is sent only if at least as many entries came back as attempts were possibly executed.
/// </summary>
internal static class ResendDecider
{
    /// <summary>How far two moments on the service's clock must lie apart to be told apart: a Date header counts whole seconds.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How far all the clocks in play may lie apart: the service refuses a request 15 min after the date it is signed with (ons-api 4.2), one
    /// more for good measure. So long a request may yet be executed, and so far from the end of a resend an entry tells nothing where a
    /// look-up showed but one of those there were before.
    /// </summary>
    public static readonly TimeSpan Fence = TimeSpan.FromMinutes(16);

    /// <summary>No lease lasts longer after the newest try was signed, whatever was recorded: a try may take an hour.</summary>
    private static readonly TimeSpan LongestLease = TimeSpan.FromHours(2);

    /// <summary>The protections in the order in which they are named.</summary>
    private static readonly SkipReason[] Order =
    [
        SkipReason.Blocked, SkipReason.OutcomeUnknown, SkipReason.ReportedFailed, SkipReason.AlreadyResent, SkipReason.RoundUnclear,
        SkipReason.JournalGap, SkipReason.MaxRounds,
    ];

    /// <summary>Decides on one message.</summary>
    public static ResendDecision Decide(MessageHistory history, DecisionRules rules)
    {
        // Most messages of a run have none.
        if (history is { Attempts.Count: 0, Block: null, Gap: null } && rules.MaxRounds > 0) return new(null, 1, [], []);

        var open = history.Attempts.Where(attempt => attempt.Outcome is null).ToArray();
        var abandoned = Array.FindAll(open, attempt => IsAbandoned(attempt, rules));
        var executed = history.Attempts
            .Select(attempt => ExecutedAttempt.Of(attempt, abandoned.Contains(attempt) ? AbandonedAt(attempt, rules.ServiceLatest ?? rules.ServiceNow) : attempt.EndedAt))
            .OfType<ExecutedAttempt>().ToArray();

        var surely = ExecutedAttempt.Returned(executed, history.EntriesSeen, surely: true);
        var perhaps = ExecutedAttempt.Returned(executed, history.EntriesSeen, surely: false);

        // Whoever lifts RoundUnclear holds that the entries within the margin came back: rounds are counted so, too.
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

    /// <summary>The latest moment at which an abandoned claim's request can have been executed.</summary>
    public static DateTimeOffset AbandonedAt(Attempt attempt, DateTimeOffset serviceNow) =>
        serviceNow - attempt.SignedAt < Fence ? serviceNow : attempt.SignedAt + Fence;

    /// <summary>Whether a live claim's holder is dead or fenced off, so that it can no longer send.</summary>
    public static bool IsAbandoned(Attempt attempt, DecisionRules rules) =>
        rules.IsProvenDead(attempt.Holder)
        || (rules.ServiceNow - attempt.SignedAt > Fence
            && (attempt.LeaseUntil < rules.ServiceNow || rules.ServiceNow - attempt.SignedAt > LongestLease));

    // What is lost was sent before the gap's end. An entry stored later came back after all of it; what was sent later is known, and counts.
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
