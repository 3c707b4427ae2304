using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Counts the evidence on the attempts of one run, and states what it proves.</summary>
internal sealed class EvidenceTally
{
    // A share has so many parts; it is rounded down to one of them.
    private const int Parts = 1000;

    private readonly int[] _counts = new int[Enum.GetValues<EvidenceVerdict>().Length];
    private readonly HashSet<string> _consumed = new(StringComparer.Ordinal);
    private int _sent;

    /// <summary>How many attempts have this verdict.</summary>
    public int this[EvidenceVerdict verdict] => _counts[(int)verdict];

    /// <summary>How many attempts were or may have been executed.</summary>
    public int Sent => _sent;

    /// <summary>Counts an attempt.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="status">Its status; what is proven not executed does not count.</param>
    public void Add(Attempt attempt, AttemptStatus status)
    {
        if (status == AttemptStatus.Rejected) return;
        _sent++;
        if (attempt.Evidence is not { } evidence) return;
        _counts[(int)evidence.Verdict]++;
        if (evidence.Verdict == EvidenceVerdict.Consumed) _consumed.Add(attempt.AttemptId);
    }

    /// <summary>Counts what is known of an attempt now in place of what was known when it was added.</summary>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="before">The verdict when it was added; null for none.</param>
    /// <param name="now">The verdict now.</param>
    public void Change(string attemptId, EvidenceVerdict? before, EvidenceVerdict now)
    {
        if (before is { } old) _counts[(int)old]--;
        _counts[(int)now]++;
        if (now == EvidenceVerdict.Consumed) _consumed.Add(attemptId);
    }

    /// <summary>What is proven of the run; null where nothing has been asked.</summary>
    /// <param name="sample">Its sample; null where there is none.</param>
    public RunProof? Proof(RunSample? sample)
    {
        if (_sent == 0 || (sample is null && _counts.All(count => count == 0))) return null;
        var (consumed, returned) = (this[EvidenceVerdict.Consumed], this[EvidenceVerdict.Returned]);
        var known = FormattableString.Invariant($"{consumed} of {_sent} known to be consumed{(returned > 0 ? $", {returned} returned" : "")}");
        if (sample is null) return Of(consumed, known);

        var drawn = sample.AttemptIds.Count(_consumed.Contains);
        var least = Math.Min(_sent, sample.Consumed + SampleBound.AtLeast(sample.Population, sample.AttemptIds.Count, drawn));
        return least <= consumed
            ? Of(consumed, known)
            : Of(
                least,
                FormattableString.Invariant(
                    $"{least} of {_sent} at {SampleBound.Confidence} % confidence: {drawn} of {sample.AttemptIds.Count} drawn at random from {sample.Population} are consumed; {known}"));
    }

    private RunProof Of(int least, string basis) => new(least, Math.Floor((double)((long)least * Parts) / _sent) / Parts, basis);
}
