using OnsDlq.Errors;
using OnsDlq.Pipeline;

namespace OnsDlq.Evidence;

/// <summary>Writes what a gathering tells.</summary>
internal sealed class EvidenceListener(IPipelineWriter writer, EvidenceProgress progress) : IEvidenceListener
{
    /// <inheritdoc/>
    public ValueTask DecidedAsync(EvidenceTarget target)
    {
        progress.Decided(target);
        return writer.WriteObjectAsync(new ResendEvidence(target.Recorded, target.Evidence!));
    }

    /// <inheritdoc/>
    public void Looked(EvidenceTarget target) => progress.Looked();

    /// <inheritdoc/>
    public void Troubled(OnsDlqException error, string what) => writer.WriteWarning($"{error.Message.TrimEnd('.')}. {what}");

    /// <inheritdoc/>
    public void Sampled(string runId, int sampled, int undecided) => writer.WriteVerbose(FormattableString.Invariant(
        $"Of {undecided} undecided messages of run {runId}, the traces of {sampled} are asked for, which were drawn at random."));

    /// <inheritdoc/>
    public void KeptSample(string runId, int size) => writer.WriteWarning(FormattableString.Invariant(
        $"Run {runId} goes on with its sample of {size}: one drawn anew, after results were seen, would prove nothing. -All asks for every message."));
}
