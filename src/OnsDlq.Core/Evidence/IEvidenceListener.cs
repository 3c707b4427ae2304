using OnsDlq.Errors;

namespace OnsDlq.Evidence;

/// <summary>Told of what is found; from several threads.</summary>
internal interface IEvidenceListener
{
    /// <summary>What is said of an attempt, once for each: when it is decided, or at the end.</summary>
    ValueTask DecidedAsync(EvidenceTarget target);

    /// <summary>A trace was read, which may have decided nothing.</summary>
    void Looked(EvidenceTarget target);

    /// <summary>Something could not be read; the gathering goes on without it.</summary>
    /// <param name="error">The error.</param>
    /// <param name="what">What is therefore not known, as a sentence.</param>
    void Troubled(OnsDlqException error, string what);

    /// <summary>Of the undecided messages of a run only those of its sample are asked for.</summary>
    void Sampled(string runId, RunStanding standing, int undecided);

    /// <summary>
    /// Of the undecided messages only some are asked for, drawn at random, and nothing follows from them for the run: it still sends, or they are
    /// not all that are undecided of it.
    /// </summary>
    void SampledPart(string runId, int sampled, int undecided, bool isOver);

    /// <summary>A larger sample is wanted, and the run goes on with the one that was drawn before any of its traces was known.</summary>
    void KeptSample(string runId, int size);
}
