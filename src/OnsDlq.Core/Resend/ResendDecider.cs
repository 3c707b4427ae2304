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

    /// <summary>The service refuses a request 15 min after the date it is signed with (ons-api 4.2); one more for good measure.</summary>
    public static readonly TimeSpan Fence = TimeSpan.FromMinutes(16);

    /// <summary>The protections in the order in which they are named.</summary>
    private static readonly SkipReason[] Order =
    [
        SkipReason.Blocked, SkipReason.OutcomeUnknown, SkipReason.ReportedFailed, SkipReason.AlreadyResent, SkipReason.RoundUnclear,
        SkipReason.MaxRounds,
    ];

    /// <summary>Decides on one message.</summary>
    public static ResendDecision Decide(MessageHistory history, DecisionRules rules)
    {
        var open = history.Attempts.Where(attempt => attempt.Outcome is null).ToArray();
        var abandoned = Array.FindAll(open, attempt => IsAbandoned(attempt, rules));
        var executed = history.Attempts
            .Select(attempt => Executed.Of(attempt, abandoned.Contains(attempt) ? AbandonedAt(attempt, rules.ServiceNow) : attempt.EndedAt))
            .OfType<Executed>().ToArray();

        var proven = Unmatched(executed, history.EntriesSeen, Margin);
        var perhaps = Unmatched(executed, history.EntriesSeen, -Margin);
        var returned = executed.Length - proven.Count;

        var protections = new HashSet<SkipReason>(perhaps.Select(attempt => attempt.Protection));
        if (proven.Count > perhaps.Count) protections.Add(SkipReason.RoundUnclear);
        if (returned >= rules.MaxRounds) protections.Add(SkipReason.MaxRounds);
        if (history.Block is { } block && (block.Until is null || block.Until > rules.ServiceNow)) protections.Add(SkipReason.Blocked);

        var lifted = Array.FindAll(Order, reason => protections.Contains(reason) && rules.Override.Contains(reason));
        SkipReason? standing = open.Length > abandoned.Length
            ? SkipReason.InFlight
            : Order.Cast<SkipReason?>().FirstOrDefault(reason => protections.Contains(reason!.Value) && !rules.Override.Contains(reason.Value));
        return new(standing, returned + 1, standing is null ? lifted : [], abandoned);
    }

    /// <summary>The latest moment at which an abandoned claim's request can have been executed.</summary>
    public static DateTimeOffset AbandonedAt(Attempt attempt, DateTimeOffset serviceNow) =>
        serviceNow < attempt.SignedAt + Fence ? serviceNow : attempt.SignedAt + Fence;

    private static bool IsAbandoned(Attempt attempt, DecisionRules rules) =>
        rules.IsProvenDead(attempt.Holder)
        || (attempt.LeaseUntil < rules.ServiceNow && attempt.SignedAt + Fence < rules.ServiceNow);

    /// <summary>
    /// Pairs each attempt with an entry of its own that came back after it, as many as can be, the earliest attempts first; gives
    /// those left over.
    /// </summary>
    private static List<Executed> Unmatched(IReadOnlyList<Executed> executed, IReadOnlyList<long> entries, TimeSpan margin)
    {
        var left = new List<Executed>();
        var next = 0;
        foreach (var (attempt, after) in executed.Select(attempt => (attempt, attempt.ReturnedAfter(margin))).OrderBy(pair => pair.Item2))
        {
            while (next < entries.Count && entries[next] <= after) next++;
            if (next < entries.Count) next++;
            else left.Add(attempt);
        }

        return left;
    }

    /// <summary>An attempt that was possibly executed.</summary>
    private sealed record Executed(DateTimeOffset EndedAt, long? NewestEntrySeen, SkipReason Protection)
    {
        public static Executed? Of(Attempt attempt, DateTimeOffset? endedAt) => endedAt is { } end && ProtectionOf(attempt) is { } protection
            ? new(end, attempt.NewestEntrySeen, protection)
            : null;

        private static SkipReason? ProtectionOf(Attempt attempt) => attempt.Outcome?.Status switch
        {
            ResendStatus.Accepted => SkipReason.AlreadyResent,
            ResendStatus.Failed => SkipReason.ReportedFailed,
            ResendStatus.Unknown or null => SkipReason.OutcomeUnknown,
            _ => null,
        };

        /// <summary>An entry stored later than this (ms) came back after the attempt.</summary>
        public long ReturnedAfter(TimeSpan margin) => Math.Max((EndedAt + margin).ToUnixTimeMilliseconds(), NewestEntrySeen ?? long.MinValue);
    }
}
