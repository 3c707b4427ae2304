using OnsDlq.Journal;
using OnsDlq.Resend;

namespace OnsDlq.Evidence;

/// <summary>The place of an attempt among the resends of its message: what happened when can be its effect.</summary>
internal sealed class Place
{
    private readonly ExecutedAttempt _own;
    private readonly ExecutedAttempt[] _executed;
    private readonly Attempt? _next;
    private readonly bool _hasLive;

    private Place(EvidenceCase given)
    {
        var at = given.Attempts.ToList().FindIndex(attempt => attempt.AttemptId == given.Attempt.AttemptId);
        Attempt[] earlier = [.. given.Attempts.Take(at).Where(attempt => attempt.MayBeExecuted)];
        _own = ExecutedAttempt.Of(given.Attempt, given.Attempt.EndedAt) ?? throw new ArgumentException("It has not ended, or was not executed.", nameof(given));
        _next = given.Attempts.Skip(at + 1).FirstOrDefault(attempt => attempt.MayBeExecuted);
        _executed = [.. given.Attempts.Select(attempt => ExecutedAttempt.Of(attempt, attempt.EndedAt)).OfType<ExecutedAttempt>()];
        _hasLive = given.Attempts.Any(attempt => attempt.Outcome is null);
        IsFirst = earlier.Length == 0;

        var known = given.Attempt.NewestEntrySeen ?? given.Attempt.ClaimedAt.ToUnixTimeMilliseconds();
        var before = given.Entries.Where(entry => entry <= _own.ReturnedAfter(surely: true)).Cast<long?>().Max();
        Baseline = Math.Max(known, before ?? known);
        IsAlone = IsFirst || AllReturned(earlier, given.Entries, known);
    }

    /// <summary>Whether no earlier attempt on the message may have been executed.</summary>
    public bool IsFirst { get; }

    /// <summary>
    /// Whether every earlier attempt that may have been executed had come back before this one, so that what happens after this one is not an
    /// effect of theirs.
    /// </summary>
    public bool IsAlone { get; }

    /// <summary>The store time (ms) of the newest entry that was there before the attempt, or may have been; the claim's time where none is known.</summary>
    public long Baseline { get; }

    /// <summary>What a consumer's clock shows from this time (ms) on may be the effect of the next attempt.</summary>
    public long End => _next is null
        ? long.MaxValue
        : _next.ClaimedAt.ToUnixTimeMilliseconds() - (long)EvidenceRule.ClockBound.TotalMilliseconds;

    /// <summary>Finds the place.</summary>
    /// <exception cref="ArgumentException">The attempt has not ended, or it is proven that it was not executed.</exception>
    public static Place Of(EvidenceCase given) => new(given);

    /// <summary>The store time of the entry with which the message surely came back after this attempt; null where there is none.</summary>
    public long? ReturnedAt(IReadOnlyList<long> entries)
    {
        var after = _own.ReturnedAfter(surely: true);
        var first = entries.Where(entry => entry > after).Cast<long?>().Min();
        if (first is null) return null;
        return (IsAlone && (_next is null || first <= BeforeNext(_next))) || AllReturned(entries) ? first : null;
    }

    private static bool AllReturned(Attempt[] earlier, IReadOnlyList<long> entries, long known)
    {
        ExecutedAttempt[] executed = [.. earlier.Select(attempt => ExecutedAttempt.Of(attempt, attempt.EndedAt)).OfType<ExecutedAttempt>()];
        return executed.Length == earlier.Length
            && ExecutedAttempt.Returned(executed, [.. entries.Where(entry => entry <= known)], surely: true) == executed.Length;
    }

    // An entry that the next attempt knew, or that was stored before it was sent, is not its effect.
    private static long BeforeNext(Attempt next) => Math.Max(
        next.NewestEntrySeen ?? long.MinValue, next.ClaimedAt.ToUnixTimeMilliseconds() - (long)ResendDecider.Margin.TotalMilliseconds);

    // With one entry for each attempt, it does not matter which is whose; a live claim may have an entry, too.
    private bool AllReturned(IReadOnlyList<long> entries) => !_hasLive && ExecutedAttempt.Returned(_executed, entries, surely: true) == _executed.Length;
}
