using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Which old records may be deleted: pure functions, the same for every kind of journal.</summary>
/// <remarks>
/// <para>
/// A decision takes all attempts on a message and all its entries together. So a message goes whole, with all its attempts, or stays whole: if
/// only its older attempts were deleted, an entry that came back after them could be taken for one that came back after a later attempt, and
/// its rounds would be counted from one again.
/// </para>
/// <para>
/// A message goes only when everything recorded of it is older than a limit, which is at least 30 days ago. Then no entry of it that the journal
/// has seen can still be in the queue: the service keeps an entry for three days. A resend that was executed came to its end long before, too:
/// the service makes at most 16 retries, with less than 5 h between the first and the last, and keeps a message that waits for its consumers for
/// three days. So the service has nothing of the message any more, and a deleted record protects from nothing.
/// </para>
/// <para>
/// Times in the records are trusted as far as they matter: the service executes a request only if its signing date is right within 15 min. What
/// was claimed with a wrong clock was refused, and no decision depends on it.
/// </para>
/// </remarks>
internal static class RetentionRule
{
    /// <summary>How old a record must be at least.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromDays(30);

    /// <summary>Whether everything that is recorded of a message may go.</summary>
    /// <param name="names">Its history under each name of its service, in any order.</param>
    /// <param name="before">The limit.</param>
    /// <param name="openCanaries">The IDs of the canaries that are open.</param>
    public static bool MayGo(IEnumerable<MessageHistory> names, DateTimeOffset before, IReadOnlySet<string> openCanaries) => names.All(history =>
        history.Attempts.All(attempt => MayGo(attempt, before) && (attempt.CanaryId is not { } canary || !openCanaries.Contains(canary)))
        && history.EntriesSeen.All(stored => stored < before.ToUnixTimeMilliseconds())
        && (history.Block is not { } block || (block.Since < before && block.Until < before)));

    /// <summary>Whether a canary may go, once no attempt belongs to it any more.</summary>
    public static bool MayGo(Canary canary, DateTimeOffset before) =>
        canary.State != CanaryState.Open && canary.EndedAt < before && canary.BegunAt < before && canary.Deadline < before;

    /// <summary>
    /// Whether a run may go, once it has neither an attempt nor a canary any more. Its process cannot claim anything with it then.
    /// </summary>
    public static bool MayGo(RecordedRun run, DateTimeOffset before) =>
        run.Run.StartedAt < before && (run.End is not { } end || end.At < before) && (run.Sample is not { } sample || sample.DrawnAt < before);

    // A live claim has no outcome. The time of evidence is that at which it was found: the event's own time is on a consumer's clock.
    private static bool MayGo(Attempt attempt, DateTimeOffset before) =>
        attempt.Outcome is { Status: not ResendStatus.Unknown }
        && attempt.ClaimedAt < before && attempt.SignedAt < before && attempt.LeaseUntil < before
        && attempt.Outcomes.All(outcome => outcome.At < before)
        && (attempt.Evidence is not { } evidence || evidence.FoundAt < before);
}
