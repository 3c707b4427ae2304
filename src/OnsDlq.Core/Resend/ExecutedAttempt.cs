using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>An attempt that was possibly executed, to be matched with an entry that came back after it.</summary>
/// <param name="ClaimedAt">When it was claimed, on the service's clock.</param>
/// <param name="EndedAt">The latest moment at which it can have been executed, on the service's clock.</param>
/// <param name="Margin">How far from that an entry must have been stored to be told from those before it.</param>
/// <param name="NewestEntrySeen">The store time of the newest entry known when it was claimed; null where none was.</param>
/// <param name="Protection">What stands against sending the message again while no entry came back.</param>
internal sealed record ExecutedAttempt(DateTimeOffset ClaimedAt, long EndedAt, long Margin, long? NewestEntrySeen, SkipReason Protection)
{
    /// <summary>The attempt, if it was possibly executed; null for one proven not to be, or one whose claim is live.</summary>
    public static ExecutedAttempt? Of(Attempt attempt, DateTimeOffset? endedAt)
    {
        if (endedAt is not { } said || ProtectionOf(attempt) is not { } protection) return null;
        var (signed, fence) = (attempt.SignedAt.ToUnixTimeMilliseconds(), (long)ClaimRule.Fence.TotalMilliseconds);

        // Whatever was recorded, the service executes nothing outside the fence around the signing date.
        var end = Math.Clamp(said.ToUnixTimeMilliseconds(), signed - fence, signed + fence);
        var margin = attempt.IsListed ? ResendDecider.Margin : ClaimRule.Fence;
        return new(attempt.ClaimedAt, end, (long)margin.TotalMilliseconds, attempt.NewestEntrySeen, protection);
    }

    /// <summary>
    /// How many attempts can each have an entry of its own that was stored later than the attempt's end, and later than every entry known
    /// before it: as many as can be, since an entry that came back after one attempt came back after every earlier one, too.
    /// </summary>
    /// <param name="attempts">The attempts.</param>
    /// <param name="entries">The store times of all entries, ascending.</param>
    /// <param name="surely">Whether an entry within the margin of the end is held to have been stored before it, and not after it.</param>
    public static int Returned(IEnumerable<ExecutedAttempt> attempts, IReadOnlyList<long> entries, bool surely)
    {
        var (returned, next) = (0, 0);
        foreach (var after in attempts.Select(attempt => attempt.ReturnedAfter(surely)).Order())
        {
            while (next < entries.Count && entries[next] <= after) next++;
            if (next++ < entries.Count) returned++;
        }

        return returned;
    }

    /// <summary>
    /// The attempts that may be the ones without an entry of their own, however the entries within the margins are held. Where fewer entries
    /// came back than attempts were executed, nobody knows which attempt an entry came back from, so each that could be done without counts.
    /// </summary>
    public static IEnumerable<ExecutedAttempt> NotReturned(IReadOnlyCollection<ExecutedAttempt> attempts, IReadOnlyList<long> entries)
    {
        var returned = Returned(attempts, entries, surely: false);
        return attempts.Where(left => Returned(attempts.Where(attempt => !ReferenceEquals(attempt, left)), entries, surely: false) == returned);
    }

    private static SkipReason? ProtectionOf(Attempt attempt) => attempt.Outcome?.Status switch
    {
        ResendStatus.Accepted => SkipReason.AlreadyResent,
        ResendStatus.Failed => SkipReason.ReportedFailed,
        ResendStatus.Rejected => null,
        _ => SkipReason.OutcomeUnknown,
    };

    private long ReturnedAfter(bool surely) => Math.Max(surely ? EndedAt + Margin : EndedAt - Margin, NewestEntrySeen ?? long.MinValue);
}
