using OnsDlq.Journal;

namespace OnsDlq.Resend;

/// <summary>An attempt that was possibly executed, to be matched with an entry that came back after it.</summary>
/// <param name="ClaimedAt">When it was claimed, on the service's clock.</param>
/// <param name="EndedAt">The latest moment at which it can have been executed, on the service's clock.</param>
/// <param name="NewestEntrySeen">The store time in ms of the newest entry known when it was claimed; null where none was.</param>
/// <param name="Protection">What stands against sending the message again while no entry came back.</param>
internal sealed record ExecutedAttempt(DateTimeOffset ClaimedAt, DateTimeOffset EndedAt, long? NewestEntrySeen, SkipReason Protection)
{
    /// <summary>The attempt, if it was possibly executed; null for one proven not to be, or one whose claim is live.</summary>
    public static ExecutedAttempt? Of(Attempt attempt, DateTimeOffset? endedAt) =>
        endedAt is { } end && ProtectionOf(attempt) is { } protection ? new(attempt.ClaimedAt, end, attempt.NewestEntrySeen, protection) : null;

    /// <summary>
    /// How many attempts can each have an entry of its own that was stored later than the attempt's end plus a margin, and later than
    /// every entry known before it: as many as can be, since an entry that came back after one attempt came back after every earlier
    /// one, too.
    /// </summary>
    public static int Returned(IEnumerable<ExecutedAttempt> attempts, IReadOnlyList<long> entries, TimeSpan margin)
    {
        var (returned, next) = (0, 0);
        foreach (var after in attempts.Select(attempt => attempt.ReturnedAfter(margin)).Order())
        {
            while (next < entries.Count && entries[next] <= after) next++;
            if (next++ < entries.Count) returned++;
        }

        return returned;
    }

    /// <summary>
    /// The attempts that may be the ones without an entry of their own. Where fewer entries came back than attempts were executed,
    /// nobody knows which attempt an entry came back from, so each that could be done without counts.
    /// </summary>
    public static IEnumerable<ExecutedAttempt> PerhapsNotReturned(
        IReadOnlyCollection<ExecutedAttempt> attempts, IReadOnlyList<long> entries, TimeSpan margin)
    {
        var returned = Returned(attempts, entries, margin);
        return attempts.Where(left => Returned(attempts.Where(attempt => !ReferenceEquals(attempt, left)), entries, margin) == returned);
    }

    private static SkipReason? ProtectionOf(Attempt attempt) => attempt.Outcome?.Status switch
    {
        ResendStatus.Accepted => SkipReason.AlreadyResent,
        ResendStatus.Failed => SkipReason.ReportedFailed,
        ResendStatus.Rejected => null,
        _ => SkipReason.OutcomeUnknown,
    };

    private long ReturnedAfter(TimeSpan margin) => Math.Max((EndedAt + margin).ToUnixTimeMilliseconds(), NewestEntrySeen ?? long.MinValue);
}
