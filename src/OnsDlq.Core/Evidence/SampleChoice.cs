using OnsDlq.Journal;

namespace OnsDlq.Evidence;

/// <summary>
/// Chooses the attempts of a run whose traces are asked for: all, or a sample that was fixed before any of its traces is known. A run keeps its
/// sample: it is drawn anew only where a larger one is wanted, or the run has grown, and never because of what came of it.
/// </summary>
internal static class SampleChoice
{
    /// <summary>Chooses of the undecided attempts of a run.</summary>
    /// <param name="environment">The services.</param>
    /// <param name="options">The options.</param>
    /// <param name="runId">The run.</param>
    /// <param name="undecided">Its attempts that are not decided.</param>
    /// <param name="consumed">How many others of the run are known to be consumed.</param>
    /// <param name="cancellationToken">Gives up, if nothing is written yet.</param>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public static async Task<IReadOnlySet<string>> OfAsync(
        EvidenceEnvironment environment, EvidenceOptions options, string runId, IReadOnlyList<EvidenceTarget> undecided, int consumed,
        CancellationToken cancellationToken)
    {
        var ids = undecided.Select(target => target.Attempt.AttemptId).ToHashSet(StringComparer.Ordinal);
        if (options.All || ids.Count <= options.SampleSize) return ids;
        if (await KeptAsync(environment.Journal, runId, cancellationToken).ConfigureAwait(false) is { } kept && IsEnough(kept, options, ids.Count))
            return ids.Intersect(kept.AttemptIds).ToHashSet(StringComparer.Ordinal);

        var seed = environment.Seeds();
        var sample = new RunSample(runId, environment.Clock.Latest, ids.Count, consumed, seed, SampleDraw.Of(ids, options.SampleSize, seed));
        await environment.Journal.RecordSampleAsync(sample, cancellationToken).ConfigureAwait(false);
        return sample.AttemptIds.ToHashSet(StringComparer.Ordinal);
    }

    private static bool IsEnough(RunSample kept, EvidenceOptions options, int undecided) =>
        kept.AttemptIds.Count >= options.SampleSize && kept.Population >= undecided;

    private static async Task<RunSample?> KeptAsync(IJournalReader journal, string runId, CancellationToken cancellationToken)
    {
        await foreach (var run in journal.QueryRunsAsync(runId, cancellationToken).ConfigureAwait(false)) return run.Sample;
        return null;
    }
}
