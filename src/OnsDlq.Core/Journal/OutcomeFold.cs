using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Chooses which of an attempt's outcomes counts.</summary>
internal static class OutcomeFold
{
    /// <summary>
    /// The last outcome from a person, from evidence or from an answer of the service counts; without one, the holder's last; else the last of
    /// all. So a holder that reports late replaces an Unknown, but neither an Unknown nor a late Rejected ever hides a resend that was answered,
    /// or settled by a person or by evidence. An answer that arrives late does not replace evidence: that is proof.
    /// </summary>
    public static AttemptOutcome? Fold(IReadOnlyList<AttemptOutcome> outcomes)
    {
        AttemptOutcome? decisive = null, holder = null, last = null;
        foreach (var outcome in outcomes)
        {
            last = outcome;
            if (outcome.IsAfterwards || (IsAnswer(outcome) && decisive?.Source != OutcomeSource.Evidence)) decisive = outcome;
            else if (outcome.Source == OutcomeSource.Holder) holder = outcome;
        }

        return decisive ?? holder ?? last;
    }

    private static bool IsAnswer(AttemptOutcome outcome) =>
        outcome is { Source: OutcomeSource.Holder, Status: ResendStatus.Accepted or ResendStatus.Failed };
}
