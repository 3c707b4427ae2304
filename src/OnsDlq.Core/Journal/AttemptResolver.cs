using OnsDlq.Errors;
using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Lets a person settle an attempt that is Unknown or Failed.</summary>
/// <param name="journal">The journal.</param>
/// <param name="claims">Distinguishes live claims from abandoned ones.</param>
/// <param name="time">The local clock.</param>
internal sealed class AttemptResolver(IResendJournal journal, ClaimWatch claims, TimeProvider time)
{
    private readonly AttemptFinder _finder = new(journal, claims);

    /// <summary>
    /// Settles an attempt as a person says. It fails where another outcome was added to the attempt meanwhile, but not where only its message
    /// changed. A claim whose holder is dead or fenced off is recorded as abandoned first.
    /// </summary>
    /// <param name="seen">The attempt as the person saw it.</param>
    /// <param name="status">Accepted or Rejected.</param>
    /// <param name="by">Who settles it, as user@machine.</param>
    /// <param name="reason">Why, in that person's words.</param>
    /// <param name="cancellationToken">Cancels it, if nothing is written yet.</param>
    /// <returns>The attempt in its new state.</returns>
    /// <exception cref="OnsDlqException">Somebody else settled it meanwhile.</exception>
    public async Task<RecordedAttempt> ResolveAsync(
        RecordedAttempt seen, ResendStatus status, string by, string reason, CancellationToken cancellationToken)
    {
        var current = seen;
        while (current.Attempt.Outcomes.Count == 0)
        {
            _finder.Check(current);
            await SettleAsync(current, claims.Abandonment(current.Attempt), cancellationToken).ConfigureAwait(false);
            current = await _finder.ReadAsync(seen.Attempt.AttemptId, cancellationToken).ConfigureAwait(false);
        }

        // That the claim was recorded as abandoned, by whatever process, adds nothing to what the person saw.
        var expected = seen.Attempt.Outcomes.Count == 0 && current.Attempt.Outcomes is [{ Source: OutcomeSource.Abandoned }]
            ? 1
            : seen.Attempt.Outcomes.Count;
        var word = new AttemptOutcome { Status = status, Source = OutcomeSource.Person, At = time.GetUtcNow(), By = by, Reason = reason };
        while (current.Attempt.Outcomes.Count == expected)
        {
            var settled = await SettleAsync(current, word, cancellationToken).ConfigureAwait(false);
            current = await _finder.ReadAsync(seen.Attempt.AttemptId, cancellationToken).ConfigureAwait(false);
            if (settled) return current;
        }

        throw AttemptFinder.Conflict(current);
    }

    private Task<bool> SettleAsync(RecordedAttempt current, AttemptOutcome outcome, CancellationToken cancellationToken) =>
        journal.SettleAsync(current.Attempt.AttemptId, outcome, current.Version, cancellationToken);
}
