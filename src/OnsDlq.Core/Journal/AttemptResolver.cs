using OnsDlq.Errors;
using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Lets a person settle what nobody else could: an attempt that is Unknown or Failed.</summary>
/// <param name="journal">The journal.</param>
/// <param name="claims">Tells live claims from abandoned ones.</param>
/// <param name="time">The local clock.</param>
internal sealed class AttemptResolver(IResendJournal journal, ClaimWatch claims, TimeProvider time)
{
    private readonly AttemptFinder _finder = new(journal, claims);

    /// <summary>
    /// Settles an attempt as a person says. Whatever happens to its message meanwhile is no hindrance; another word on the attempt
    /// itself is. A claim whose holder is dead or fenced off is abandoned first.
    /// </summary>
    /// <param name="seen">The attempt as the person saw it.</param>
    /// <param name="status">Accepted or Rejected.</param>
    /// <param name="by">Who settles it, as user@machine.</param>
    /// <param name="reason">Why so.</param>
    /// <param name="cancellationToken">Ends it, if not too late.</param>
    /// <returns>The attempt as it stands then.</returns>
    /// <exception cref="OnsDlqException">Somebody else had a word meanwhile.</exception>
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

        // An abandonment, by whomever, says no more than what the person saw.
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
