using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Chooses which of an attempt's outcomes counts.</summary>
internal static class OutcomeFold
{
    /// <summary>
    /// The last outcome from a person or from an answer of the service counts; without one, the holder's last; else the last of all. So a holder
    /// that reports late replaces an Unknown, but neither an Unknown nor a late Rejected ever hides a resend that was answered, or settled by a
    /// person.
    /// </summary>
    public static AttemptOutcome? Fold(IReadOnlyList<AttemptOutcome> outcomes)
    {
        AttemptOutcome? decisive = null, holder = null, last = null;
        foreach (var outcome in outcomes)
        {
            last = outcome;
            if (outcome.Source == OutcomeSource.Person || IsAnswer(outcome)) decisive = outcome;
            else if (outcome.Source == OutcomeSource.Holder) holder = outcome;
        }

        return decisive ?? holder ?? last;
    }

    private static bool IsAnswer(AttemptOutcome outcome) =>
        outcome is { Source: OutcomeSource.Holder, Status: ResendStatus.Accepted or ResendStatus.Failed };
}
