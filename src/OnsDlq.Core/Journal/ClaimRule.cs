using OnsDlq.Holders;

namespace OnsDlq.Journal;

/// <summary>When a claim without an outcome counts as abandoned: pure functions of the claim and the service's clock.</summary>
internal static class ClaimRule
{
    /// <summary>
    /// The fence: how long after its signing date a request may still be executed. The service refuses it after 15 min (ons-api facts 4.2); one
    /// minute is added for errors of clocks. Where only a look-up was made, which shows one of several entries, an entry stored within this time
    /// of a resend's end is neither surely older nor surely newer.
    /// </summary>
    public static readonly TimeSpan Fence = TimeSpan.FromMinutes(16);

    // No lease lasts longer than this after the newest signing date, whatever was recorded; a try may take an hour.
    private static readonly TimeSpan LongestLease = TimeSpan.FromHours(2);

    /// <summary>Whether a live claim's holder is dead or fenced off, so that it can no longer send.</summary>
    /// <param name="attempt">The attempt, without an outcome.</param>
    /// <param name="serviceNow">Now, on the service's clock; the earliest possible time where that clock is not known to the second.</param>
    /// <param name="isProvenDead">Tells whether a holder is proven dead: same boot, same PID namespace, and its process no longer exists.</param>
    public static bool IsAbandoned(Attempt attempt, DateTimeOffset serviceNow, Func<ClaimHolder, bool> isProvenDead) =>
        isProvenDead(attempt.Holder)
        || (serviceNow - attempt.SignedAt > Fence
            && ((attempt.LeaseIsOver ?? attempt.LeaseUntil < serviceNow) || serviceNow - attempt.SignedAt > LongestLease));

    /// <summary>The latest moment at which the request of an abandoned claim can have been executed.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="serviceNow">Now, on the service's clock; the latest possible time where that clock is not known to the second.</param>
    public static DateTimeOffset AbandonedAt(Attempt attempt, DateTimeOffset serviceNow) =>
        serviceNow - attempt.SignedAt < Fence ? serviceNow : attempt.SignedAt + Fence;
}
