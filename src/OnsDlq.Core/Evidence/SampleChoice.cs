using OnsDlq.Journal;

namespace OnsDlq.Evidence;

/// <summary>
/// Chooses the attempts of a run whose traces are asked for: all, or a sample that was fixed before any of its traces is known. A run keeps its
/// sample, also where another size is wanted later: whoever could draw anew after a look at the results would do so until they are good. It is drawn
/// anew only where the run has grown, which has nothing to do with the results.
/// </summary>
internal static class SampleChoice
{
    /// <summary>Chooses of the undecided attempts of a run.</summary>
    /// <param name="environment">The services.</param>
    /// <param name="options">The options.</param>
    /// <param name="runId">The run.</param>
    /// <param name="undecided">Its attempts that are not decided.</param>
    /// <param name="consumed">How many others of the run are known to be consumed.</param>
    /// <param name="listener">Told where a larger sample is wanted than the run has.</param>
    /// <param name="cancellationToken">Gives up, if nothing is written yet.</param>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public static async Task<IReadOnlySet<string>> OfAsync(
        EvidenceEnvironment environment, EvidenceOptions options, string runId, IReadOnlyList<EvidenceTarget> undecided, int consumed,
        IEvidenceListener listener, CancellationToken cancellationToken)
    {
        var ids = undecided.Select(target => target.Attempt.AttemptId).ToHashSet(StringComparer.Ordinal);
        if (options.All || ids.Count <= options.SampleSize) return ids;
        if (await KeptAsync(environment.Journal, runId, cancellationToken).ConfigureAwait(false) is { } kept && kept.Population >= ids.Count)
        {
            if (kept.AttemptIds.Count < options.SampleSize) listener.KeptSample(runId, kept.AttemptIds.Count);
            return ids.Intersect(kept.AttemptIds).ToHashSet(StringComparer.Ordinal);
        }

        var seed = environment.Seeds();
        var sample = new RunSample(runId, environment.Clock.Latest, ids.Count, consumed, seed, SampleDraw.Of(ids, options.SampleSize, seed));
        await environment.Journal.RecordSampleAsync(sample, cancellationToken).ConfigureAwait(false);
        return sample.AttemptIds.ToHashSet(StringComparer.Ordinal);
    }

    private static async Task<RunSample?> KeptAsync(IJournalReader journal, string runId, CancellationToken cancellationToken)
    {
        await foreach (var run in journal.QueryRunsAsync(runId, cancellationToken).ConfigureAwait(false)) return run.Sample;
        return null;
    }
}
