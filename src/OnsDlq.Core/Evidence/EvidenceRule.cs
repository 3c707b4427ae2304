using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Operations;

namespace OnsDlq.Evidence;

/// <summary>
/// The verdict on one attempt: a pure function of what is known of its message. Nothing is concluded from what is not there, nor from waiting.
/// </summary>
internal static class EvidenceRule
{
    /// <summary>
    /// How far a consumer's clock may be wrong: what it traced counts as later than an entry only where it is later by more than this. (The bound
    /// that Kerberos sets to the clocks of a network, RFC 4120.)
    /// </summary>
    public static readonly TimeSpan ClockBound = TimeSpan.FromMinutes(5);

    /// <summary>How long traces are kept, from the time of production (ons-api facts 1.5).</summary>
    public static readonly TimeSpan TraceRetention = TimeSpan.FromDays(3);

    /// <summary>Judges an attempt that has ended.</summary>
    public static AttemptEvidence Judge(EvidenceCase given)
    {
        var place = Place.Of(given);
        if (place.ReturnedAt(given.Entries) is { } entry) return Found(given, EvidenceVerdict.Returned) with { EventAt = Moment(entry) };
        if (!place.IsAlone) return NotYet(given, EvidenceReason.SeveralResends);
        if (given.Tries is not { } tries) return NotYet(given, EvidenceReason.NotAsked);

        var traced = TracedTry.Of(tries, place.Baseline, given.Now);
        TracedTry[] since = [.. traced.Where(one => IsSince(one, traced, given, place)).OrderBy(one => one.Time)];
        TracedTry[] own = [.. since.Where(one => one.Time < place.End)];
        if (Array.Find(own, one => one.Outcome == TryOutcome.Succeeded) is { } success)
        {
            return Found(given, EvidenceVerdict.Consumed) with
            {
                EventAt = Moment(success.Said),
                Failures = own.Count(one => one.Outcome == TryOutcome.Failed && one.Time < success.Time),
                Client = success.Client,
            };
        }

        if (Array.FindLast(own, one => one.Outcome == TryOutcome.Failed) is { } failure)
        {
            return Found(given, EvidenceVerdict.ConsumeFailed) with
            {
                EventAt = Moment(failure.Said),
                Failures = own.Count(one => one.Outcome == TryOutcome.Failed),
                Client = failure.Client,
            };
        }

        return NotYet(given, since.Length > own.Length ? EvidenceReason.SeveralResends
            : traced.Any(one => !one.IsTrusted || (one.Outcome == TryOutcome.Succeeded && one.Time > place.Baseline - Bound)) ? EvidenceReason.ClockUnclear
            : IsTooOld(given.Attempt, given.Now) ? EvidenceReason.TooOld
            : tries.Count > 0 ? EvidenceReason.NotOut : EvidenceReason.NoTrace);
    }

    /// <summary>
    /// Whether a verdict proves that an attempt was executed whose outcome is Unknown or Failed: its message came back, or was consumed later
    /// than every entry seen before the claim, by more than the bound. Nothing proves that one was not executed.
    /// </summary>
    public static bool Proves(AttemptEvidence evidence, Attempt attempt) =>
        evidence.IsFinal && attempt.Outcome?.Status is ResendStatus.Unknown or ResendStatus.Failed;

    /// <summary>Whether no trace of the message can be found any more, by the latest possible time.</summary>
    public static bool IsTooOld(Attempt attempt, DateTimeOffset now) => attempt.BornTime is { } born && now - born > TraceRetention;

    private static long Bound => (long)ClockBound.TotalMilliseconds;

    /// <summary>
    /// Whether a try was made after the attempt's message was a dead letter, and so after a resend: by more than the bound, or, on the clock of
    /// the same consumer, after the last retry that made it one, by a try with which the count of retries began again. The second is good enough
    /// for a verdict on what was accepted, and not to settle what was not.
    /// </summary>
    private static bool IsSince(TracedTry one, IReadOnlyList<TracedTry> all, EvidenceCase given, Place place) =>
        (one.IsTrusted && one.Time > place.Baseline + Bound)
        || (place.IsFirst && given.Attempt.Outcome?.Status == ResendStatus.Accepted && all.Any(last => IsBegunAgain(one, last)));

    private static bool IsBegunAgain(TracedTry one, TracedTry last) =>
        last is { IsLast: true, Client: not null } && last.Client == one.Client
        && one.ReconsumeTimes < last.ReconsumeTimes && one.Said > last.Said;

    private static AttemptEvidence Found(EvidenceCase given, EvidenceVerdict verdict) => new() { Verdict = verdict, FoundAt = given.Now };

    private static AttemptEvidence NotYet(EvidenceCase given, EvidenceReason reason) => Found(given, EvidenceVerdict.NotYetKnown) with { Reason = reason };

    private static DateTimeOffset Moment(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
