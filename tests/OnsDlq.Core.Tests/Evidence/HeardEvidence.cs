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

    public ValueTask DecidedAsync(EvidenceTarget target)
    {
        lock (_gate) Told.Add(target);
        return ValueTask.CompletedTask;
    }

    public void Looked(EvidenceTarget target)
    {
    }

    public void Troubled(OnsDlqException error, string what)
    {
        lock (_gate) Troubles.Add(error);
    }

    public void Sampled(string runId, int sampled, int undecided)
    {
    }

    public void KeptSample(string runId, int size)
    {
        lock (_gate) Kept.Add((runId, size));
    }
}
