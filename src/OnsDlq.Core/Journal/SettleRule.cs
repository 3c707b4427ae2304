using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Who may say what of an attempt, and when: the same for every journal.</summary>
internal static class SettleRule
{
    /// <summary>Looks whether an outcome can be said at all.</summary>
    /// <exception cref="ArgumentException">
    /// Skipped is no outcome; an abandoned claim is Unknown and nothing else; nobody but a holder settles without a version.
    /// </exception>
    public static void Check(AttemptOutcome outcome, long? expectedVersion)
    {
        if (outcome.Status == ResendStatus.Skipped)
            throw new ArgumentException("What was skipped was not attempted.", nameof(outcome));
        if (outcome is { Source: OutcomeSource.Abandoned, Status: not ResendStatus.Unknown })
            throw new ArgumentException("Nobody can tell more of an abandoned claim than that its outcome is unknown.", nameof(outcome));
        if (outcome.Source != OutcomeSource.Holder && expectedVersion is null)
            throw new ArgumentNullException(nameof(expectedVersion), "Only the holder may settle whatever the version is.");
    }

    /// <summary>Tells whether an outcome from that source fits an attempt whose claim is live or has ended.</summary>
    public static bool Fits(OutcomeSource source, bool live) => source switch
    {
        OutcomeSource.Holder => true,
        OutcomeSource.Abandoned => live,
        _ => !live,
    };
}
