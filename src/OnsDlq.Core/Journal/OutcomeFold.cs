using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Tells which of an attempt's outcomes counts.</summary>
internal static class OutcomeFold
{
    /// <summary>
    /// The last word of a person or of the service (what it answered to the holder) counts; where neither spoke, the holder's last
    /// word; else the last outcome. A late holder thus improves an Unknown, and neither an Unknown nor a late Rejected ever hides a
    /// resend that was answered or settled as executed.
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
