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
    public void Sampled(string runId, RunStanding standing, int undecided)
    {
        progress.Sampled(standing);
        writer.WriteVerbose(FormattableString.Invariant(
            $"Of the {undecided} undecided messages of run {runId}, those of its sample of {standing.Sample!.AttemptIds.Count} are asked for, drawn at random."));
    }

    /// <inheritdoc/>
    public void SampledPart(string runId, int sampled, int undecided, bool isOver) => writer.WriteWarning(FormattableString.Invariant(
        $"The traces of {sampled} of {undecided} undecided messages of run {runId} are asked for, drawn at random. Nothing follows from them for the rest: ")
        + (isOver
            ? "these messages are not all that are undecided of the run. For the whole run give -RunId; -All asks for every message given."
            : "the run still sends. For the whole run wait with -RunId once it has ended; -All asks for every message so far."));

    /// <inheritdoc/>
    public void KeptSample(string runId, int size) => writer.WriteWarning(FormattableString.Invariant(
        $"Run {runId} goes on with its sample of {size}: one drawn anew, after results were seen, would prove nothing. -All asks for every message."));
}
