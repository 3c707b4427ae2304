using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Evidence;

/// <summary>
/// How a run stands while evidence on it is gathered: what is proven of it at any moment. Thread-safe once its attempts were added.
/// </summary>
/// <remarks>
/// The bound may be shown as the traces come in: a drawn message without an answer counts as not consumed, so it is never above that of the whole
/// sample, and whoever stops when it looks good claims no more than the whole sample would. (A bound of those alone that were answered so far would be
/// another one with each answer, and at one of these looks be too high more often than once in 20 runs.)
/// </remarks>
internal sealed class RunStanding
{
    private readonly EvidenceTally _tally = new();
    private readonly Dictionary<string, EvidenceVerdict?> _undecided = new(StringComparer.Ordinal);
    private readonly object _gate = new();

    /// <summary>Its sample; null where there is none.</summary>
    public RunSample? Sample { get; set; }

    /// <summary>The attempts that have ended, may have been executed, and were not decided when they were added.</summary>
    public IReadOnlyCollection<string> Undecided => _undecided.Keys;

    /// <summary>When the newest of its attempts was claimed.</summary>
    public DateTimeOffset LastClaim { get; private set; }

    /// <summary>How many of its attempts are known to be consumed.</summary>
    public int Consumed
    {
        get { lock (_gate) return _tally[EvidenceVerdict.Consumed]; }
    }

    /// <summary>What is proven of it now; null where nothing is.</summary>
    public RunProof? Proof
    {
        get { lock (_gate) return _tally.Proof(Sample); }
    }

    /// <summary>Adds one of its attempts, as the journal has it.</summary>
    public void Add(Attempt attempt)
    {
        if (attempt.ClaimedAt > LastClaim) LastClaim = attempt.ClaimedAt;
        _tally.Add(attempt, ResendAttempt.StatusOf(attempt, isAbandoned: false));
        if (attempt is { Outcome: not null, MayBeExecuted: true, Evidence: null or { IsFinal: false } })
            _undecided.Add(attempt.AttemptId, attempt.Evidence?.Verdict);
    }

    /// <summary>Takes over what is known now of one of those that were undecided.</summary>
    public void Take(string attemptId, EvidenceVerdict verdict)
    {
        lock (_gate)
        {
            if (!_undecided.TryGetValue(attemptId, out var before) || before == verdict) return;
            _tally.Change(attemptId, before, verdict);
            _undecided[attemptId] = verdict;
        }
    }
}
