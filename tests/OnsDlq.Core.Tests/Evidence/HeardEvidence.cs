using OnsDlq.Errors;
using OnsDlq.Evidence;

namespace OnsDlq.Core.Tests.Evidence;

/// <summary>Keeps what a gathering tells.</summary>
internal sealed class HeardEvidence : IEvidenceListener
{
    private readonly object _gate = new();

    public List<EvidenceTarget> Told { get; } = [];

    public List<OnsDlqException> Troubles { get; } = [];

    /// <summary>The runs that kept a smaller sample than was asked for, and its size.</summary>
    public List<(string RunId, int Size)> Kept { get; } = [];

    /// <summary>How many were drawn of a part of a run, or while it was sending; of how many; and whether the run was over.</summary>
    public List<(int Sampled, int Undecided, bool IsOver)> Parts { get; } = [];

    /// <summary>The run whose sample was used last.</summary>
    public RunStanding? Standing { get; private set; }

    /// <summary>Called with each that is told, one after the other.</summary>
    public Action<EvidenceTarget>? OnTold { get; set; }

    public ValueTask DecidedAsync(EvidenceTarget target)
    {
        lock (_gate)
        {
            Told.Add(target);
            OnTold?.Invoke(target);
        }

        return ValueTask.CompletedTask;
    }

    public void Looked(EvidenceTarget target)
    {
    }

    public void Troubled(OnsDlqException error, string what)
    {
        lock (_gate) Troubles.Add(error);
    }

    public void Sampled(string runId, RunStanding standing, int undecided) => Standing = standing;

    public void SampledPart(string runId, int sampled, int undecided, bool isOver)
    {
        lock (_gate) Parts.Add((sampled, undecided, isOver));
    }

    public void KeptSample(string runId, int size)
    {
        lock (_gate) Kept.Add((runId, size));
    }
}
