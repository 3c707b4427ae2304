using OnsDlq.Errors;
using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Finds the attempt that a person wants to settle, and checks that it can be settled: it is Unknown or Failed.</summary>
/// <param name="journal">The journal.</param>
/// <param name="claims">Distinguishes live claims from abandoned ones.</param>
/// <param name="askTime">
/// Asks the service that a claim was made for for its time, which decides whether the claim is live; null where that is impossible.
/// </param>
internal sealed class AttemptFinder(IJournalReader journal, ClaimWatch claims, Func<RecordedAttempt, CancellationToken, Task>? askTime = null)
{
    /// <summary>Finds the attempt, in its present state.</summary>
    /// <exception cref="OnsDlqException">There is none, there are several, or it cannot be settled.</exception>
    public async Task<RecordedAttempt> FindAsync(AttemptReference reference, CancellationToken cancellationToken)
    {
        var found = reference.AttemptId is null ? null : await LookAsync(reference.AttemptId, cancellationToken).ConfigureAwait(false);
        if (found is null && reference.Message.MsgIds.Count > 0) return await FindAsync(reference.Message, cancellationToken).ConfigureAwait(false);
        if (found is null) throw Missing(reference.AttemptId!);
        if (!Fits(found.Key, reference.Said)) throw Another(found, reference.Said);
        if (reference.OutcomesSeen is { } seen && seen != found.Attempt.Outcomes.Count) throw Conflict(found);
        await LearnTimeAsync([found], cancellationToken).ConfigureAwait(false);
        Check(found);
        return found;
    }

    /// <summary>Reads an attempt, in its present state.</summary>
    /// <exception cref="OnsDlqException">There is none.</exception>
    public async Task<RecordedAttempt> ReadAsync(string attemptId, CancellationToken cancellationToken) =>
        await LookAsync(attemptId, cancellationToken).ConfigureAwait(false) ?? throw Missing(attemptId);

    /// <summary>Checks that an attempt can be settled.</summary>
    /// <exception cref="OnsDlqException">It cannot.</exception>
    public void Check(RecordedAttempt recorded)
    {
        if (WhyNot(recorded.Attempt) is not null) throw NotResolvable(recorded);
    }

    /// <summary>The error where somebody else settled the attempt meanwhile.</summary>
    public static OnsDlqException Conflict(RecordedAttempt recorded) => new(
        ErrorId.ResolveConflict,
        $"Attempt {recorded.Attempt.AttemptId} on message {recorded.Key.MsgId} has changed since it was looked at: it is {recorded.Attempt.Outcome!.Status} now.");

    private async Task<RecordedAttempt?> LookAsync(string attemptId, CancellationToken cancellationToken)
    {
        await foreach (var recorded in journal.QueryAsync(new() { AttemptId = attemptId }, cancellationToken).ConfigureAwait(false)) return recorded;
        return null;
    }

    private static OnsDlqException Missing(string attemptId) =>
        new(ErrorId.AttemptNotFound, $"The journal has no attempt {PlainText.Of(attemptId, 50)}.");

    private static bool Fits(MessageKey key, AttemptQuery said) =>
        Same(said.GroupId, key.GroupId) && Same(said.InstanceId, key.InstanceId) && Same(said.MsgIds.Count == 0 ? null : said.MsgIds[0], key.MsgId);

    private static bool Same(string? said, string known) => said is null || said.Equals(known, StringComparison.OrdinalIgnoreCase);

    private static OnsDlqException Another(RecordedAttempt found, AttemptQuery said)
    {
        string?[] words = [said.MsgIds.Count == 0 ? null : $"message {said.MsgIds[0]}", said.GroupId, said.InstanceId];
        var meant = PlainText.Of(string.Join(" of ", words.Where(word => word is not null)), 120);
        return new(
            ErrorId.AttemptNotFound,
            $"Attempt {found.Attempt.AttemptId} is on message {found.Key.MsgId} of {found.Key.GroupId} of {found.Key.InstanceId}, and not of {meant}; it is not settled.");
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
                $"{open.Count} attempts to resend {Name(message)} still have to be settled: {string.Join(", ", open.Select(one => one.Attempt.AttemptId))}."),
        };
    }

    private async Task LearnTimeAsync(List<RecordedAttempt> attempts, CancellationToken cancellationToken)
    {
        if (askTime is not null && attempts.Find(recorded => claims.NeedsTime(recorded.Attempt)) is { } claim)
            await askTime(claim, cancellationToken).ConfigureAwait(false);
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

    private static string Name(AttemptQuery message) => $"message {message.MsgIds[0]} of group {message.GroupId}";
}
