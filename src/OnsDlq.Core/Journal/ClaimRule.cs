using OnsDlq.Holders;

namespace OnsDlq.Journal;

/// <summary>When a claim is over whose holder said nothing more: pure functions of the claim and the service's clock.</summary>
internal static class ClaimRule
{
    /// <summary>
    /// How far all the clocks in play may lie apart: the service refuses a request 15 min after the date it is signed with (ons-api facts 4.2), one
    /// more for good measure. So long a request may yet be executed, and so far from the end of a resend an entry tells nothing where a
    /// look-up showed but one of those there were before.
    /// </summary>
    public static readonly TimeSpan Fence = TimeSpan.FromMinutes(16);

    // No lease lasts longer after the newest try was signed, whatever was recorded: a try may take an hour.
    private static readonly TimeSpan LongestLease = TimeSpan.FromHours(2);

    /// <summary>Whether a live claim's holder is dead or fenced off, so that it can no longer send.</summary>
    /// <param name="attempt">The attempt, without an outcome.</param>
    /// <param name="serviceNow">Now, on the service's clock; the earliest that it can be, where that is not known to the second.</param>
    /// <param name="isProvenDead">Tells whether a holder is proven dead: same boot, same process space, and its process is gone.</param>
    public static bool IsAbandoned(Attempt attempt, DateTimeOffset serviceNow, Func<ClaimHolder, bool> isProvenDead) =>
        isProvenDead(attempt.Holder)
        || (serviceNow - attempt.SignedAt > Fence && (attempt.LeaseUntil < serviceNow || serviceNow - attempt.SignedAt > LongestLease));

    /// <summary>The latest moment at which an abandoned claim's request can have been executed.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="serviceNow">Now, on the service's clock; the latest that it can be, where that is not known to the second.</param>
    public static DateTimeOffset AbandonedAt(Attempt attempt, DateTimeOffset serviceNow) =>
        serviceNow - attempt.SignedAt < Fence ? serviceNow : attempt.SignedAt + Fence;
}
