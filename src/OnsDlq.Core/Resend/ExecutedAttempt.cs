using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>An attempt that was possibly executed, to be matched with an entry that came back after it.</summary>
/// <param name="ClaimedAt">When it was claimed, on the service's clock.</param>
/// <param name="EndedAt">The latest moment at which the service can have executed it, on the service's clock.</param>
/// <param name="Margin">How long before or after that moment an entry must have been stored, so that its order is certain.</param>
/// <param name="NewestEntrySeen">The store time of the newest entry known when it was claimed; null where none was.</param>
/// <param name="Protection">Why the message is not sent again while no entry came back.</param>
internal sealed record ExecutedAttempt(DateTimeOffset ClaimedAt, long EndedAt, long Margin, long? NewestEntrySeen, SkipReason Protection)
{
    /// <summary>The attempt, if it was possibly executed; null where it is proven that it was not, and for one whose claim is live.</summary>
    public static ExecutedAttempt? Of(Attempt attempt, DateTimeOffset? endedAt)
    {
        if (endedAt is not { } said || ProtectionOf(attempt) is not { } protection) return null;
        var (signed, fence) = (attempt.SignedAt.ToUnixTimeMilliseconds(), (long)ClaimRule.Fence.TotalMilliseconds);

        // Whatever was recorded: the service executes a request only near its signing date, within the fence.
        var end = Math.Clamp(said.ToUnixTimeMilliseconds(), signed - fence, signed + fence);
        var margin = attempt.IsListed ? ResendDecider.Margin : ClaimRule.Fence;
        return new(attempt.ClaimedAt, end, (long)margin.TotalMilliseconds, attempt.NewestEntrySeen, protection);
    }

    /// <summary>
    /// How many attempts can be matched with an entry each (a greedy matching, the largest possible). An entry matches an attempt if it was
    /// stored after the attempt's end, and after every entry known before the attempt; so it also matches every earlier attempt.
    /// </summary>
    /// <param name="attempts">The attempts.</param>
    /// <param name="entries">The store times of all entries, ascending.</param>
    /// <param name="surely">True: an entry within the margin of the end counts as stored before it. False: as stored after it.</param>
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
    /// The attempts that may be the ones without a matching entry, even if all entries within the margins match. Where fewer entries came back
    /// than attempts were executed, nobody knows which attempts they belong to; so this gives each attempt that can be left out without matching
    /// fewer entries.
    /// </summary>
    public static IEnumerable<ExecutedAttempt> NotReturned(IReadOnlyCollection<ExecutedAttempt> attempts, IReadOnlyList<long> entries)
    {
        var returned = Returned(attempts, entries, surely: false);
        return attempts.Where(left => Returned(attempts.Where(attempt => !ReferenceEquals(attempt, left)), entries, surely: false) == returned);
    }

    /// <summary>The store time (ms) after which an entry came back after this attempt.</summary>
    /// <param name="surely">True: whatever the clocks' margin. False: perhaps.</param>
    public long ReturnedAfter(bool surely) => Math.Max(surely ? EndedAt + Margin : EndedAt - Margin, NewestEntrySeen ?? long.MinValue);

    private static SkipReason? ProtectionOf(Attempt attempt) => attempt.Outcome?.Status switch
    {
        ResendStatus.Accepted => SkipReason.AlreadyResent,
        ResendStatus.Failed => SkipReason.ReportedFailed,
        ResendStatus.Rejected => null,
        _ => SkipReason.OutcomeUnknown,
    };
}
