using OnsDlq.Errors;
using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Lets a person settle what nobody else could: an attempt that is Unknown or Failed.</summary>
/// <param name="journal">The journal.</param>
/// <param name="claims">Tells live claims from abandoned ones.</param>
/// <param name="time">The local clock.</param>
/// <param name="askTime">
/// Asks the service that was called for a claim what time it is, so that the claims are told apart by it; null where nobody can.
/// </param>
internal sealed class AttemptResolver(
    IResendJournal journal, ClaimWatch claims, TimeProvider time, Func<RecordedAttempt, CancellationToken, Task>? askTime = null)
{
    /// <summary>Finds the attempt that is meant, as it stands now.</summary>
    /// <exception cref="OnsDlqException">There is none, there are several, or it cannot be settled.</exception>
    public async Task<RecordedAttempt> FindAsync(AttemptReference reference, CancellationToken cancellationToken)
    {
        if (reference.AttemptId is null) return await FindAsync(reference.Message, cancellationToken).ConfigureAwait(false);

        var found = await ReadAsync(reference.AttemptId, cancellationToken).ConfigureAwait(false);
        if (reference.OutcomesSeen is { } seen && seen != found.Attempt.Outcomes.Count) throw Conflict(found);
        await LearnTimeAsync([found], cancellationToken).ConfigureAwait(false);
        Check(found);
        return found;
    }

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
            Check(current);
            await SettleAsync(current, claims.Abandonment(current.Attempt), cancellationToken).ConfigureAwait(false);
            current = await ReadAsync(seen.Attempt.AttemptId, cancellationToken).ConfigureAwait(false);
        }

        // An abandonment, by whomever, says no more than what the person saw.
        var expected = seen.Attempt.Outcomes.Count == 0 && current.Attempt.Outcomes is [{ Source: OutcomeSource.Abandoned }]
            ? 1
            : seen.Attempt.Outcomes.Count;
        var word = new AttemptOutcome { Status = status, Source = OutcomeSource.Person, At = time.GetUtcNow(), By = by, Reason = reason };
        while (current.Attempt.Outcomes.Count == expected)
        {
            var settled = await SettleAsync(current, word, cancellationToken).ConfigureAwait(false);
            current = await ReadAsync(seen.Attempt.AttemptId, cancellationToken).ConfigureAwait(false);
            if (settled) return current;
        }

        throw Conflict(current);
    }

    private async Task<RecordedAttempt> FindAsync(AttemptQuery message, CancellationToken cancellationToken)
    {
        var all = new List<RecordedAttempt>();
        await foreach (var recorded in journal.QueryAsync(message, cancellationToken).ConfigureAwait(false)) all.Add(recorded);
        await LearnTimeAsync(all, cancellationToken).ConfigureAwait(false);
        var open = all.FindAll(recorded => WhyNot(recorded.Attempt) is null);
        return (open, all) switch
        {
            ([var only], _) => only,
            ([], []) => throw new OnsDlqException(ErrorId.AttemptNotFound, $"The journal knows of no attempt to resend {Name(message)}."),
            ([], [var newest, ..]) => throw NotResolvable(newest),
            _ => throw new OnsDlqException(
                ErrorId.AmbiguousAttempt,
                $"{open.Count} attempts to resend {Name(message)} are yet to be settled: {string.Join(", ", open.Select(one => one.Attempt.AttemptId))}."),
        };
    }

    private async Task LearnTimeAsync(List<RecordedAttempt> attempts, CancellationToken cancellationToken)
    {
        if (askTime is not null && attempts.Find(recorded => claims.NeedsTime(recorded.Attempt)) is { } claim)
            await askTime(claim, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RecordedAttempt> ReadAsync(string attemptId, CancellationToken cancellationToken)
    {
        await foreach (var recorded in journal.QueryAsync(new() { AttemptId = attemptId }, cancellationToken).ConfigureAwait(false)) return recorded;
        throw new OnsDlqException(ErrorId.AttemptNotFound, $"The journal has no attempt {Errors.PlainText.Of(attemptId, 50)}.");
    }

    private Task<bool> SettleAsync(RecordedAttempt current, AttemptOutcome outcome, CancellationToken cancellationToken) =>
        journal.SettleAsync(current.Attempt.AttemptId, outcome, current.Version, cancellationToken);

    private void Check(RecordedAttempt recorded)
    {
        if (WhyNot(recorded.Attempt) is not null) throw NotResolvable(recorded);
    }

    private string? WhyNot(Attempt attempt) => attempt.Outcome?.Status switch
    {
        ResendStatus.Unknown or ResendStatus.Failed => null,
        null when claims.IsAbandoned(attempt) => null,
        null => $"it is in flight, or the process that holds its claim may still wake and send it. {claims.WhatFrees(attempt)}",
        var settled => $"it is {settled}",
    };

    private OnsDlqException NotResolvable(RecordedAttempt recorded) => new(
        ErrorId.AttemptNotResolvable, $"Attempt {recorded.Attempt.AttemptId} on message {recorded.Key.MsgId} cannot be settled: {WhyNot(recorded.Attempt)}.");

    private static OnsDlqException Conflict(RecordedAttempt recorded) => new(
        ErrorId.ResolveConflict,
        $"Attempt {recorded.Attempt.AttemptId} on message {recorded.Key.MsgId} has changed since it was looked at: it is {recorded.Attempt.Outcome!.Status} now.");

    private static string Name(AttemptQuery message) => $"message {message.MsgIds[0]} of group {message.GroupId}";
}
