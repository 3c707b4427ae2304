using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Who may record which outcome, and when: the same for every kind of journal.</summary>
internal static class SettleRule
{
    /// <summary>Checks that an outcome is allowed.</summary>
    /// <exception cref="ArgumentException">
    /// Skipped is not an outcome; an abandoned claim must be Unknown; evidence proves nothing but that a resend was executed; only a holder may
    /// settle without a version.
    /// </exception>
    public static void Check(AttemptOutcome outcome, long? expectedVersion)
    {
        if (outcome.Status == ResendStatus.Skipped)
            throw new ArgumentException("What was skipped was not attempted.", nameof(outcome));
        if (outcome is { Source: OutcomeSource.Abandoned, Status: not ResendStatus.Unknown })
            throw new ArgumentException("Nobody can tell more of an abandoned claim than that its outcome is unknown.", nameof(outcome));
        if (outcome is { Source: OutcomeSource.Evidence, Status: not ResendStatus.Accepted })
            throw new ArgumentException("Evidence proves that a resend was executed, and nothing proves that it was not.", nameof(outcome));
        if (outcome.Source != OutcomeSource.Holder && expectedVersion is null)
            throw new ArgumentNullException(nameof(expectedVersion), "Only the holder may settle whatever the version is.");
    }

    /// <summary>Whether a source may record an outcome while the claim is live, or after it has ended.</summary>
    public static bool Fits(OutcomeSource source, bool live) => source switch
    {
        OutcomeSource.Holder => true,
        OutcomeSource.Abandoned => live,
        _ => !live,
    };
}
