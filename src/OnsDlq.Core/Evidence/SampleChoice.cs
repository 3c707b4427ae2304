using OnsDlq.Journal;

namespace OnsDlq.Evidence;

/// <summary>
/// Chooses the attempts of a run whose traces are asked for: all, or a sample that was fixed before any of its traces is known.
/// </summary>
/// <remarks>
/// A run has one sample, of all its attempts that are undecided once it is over. It is drawn once and never again, whatever size is wanted later and
/// whatever part of the run: whoever could draw anew after a look at the results would do so until they are good. Of a part of a run, or while it
/// still sends, so many are drawn each time, too, but nothing follows from them for the rest, and they are not recorded. That they may be known when
/// the run's sample is drawn does no harm: what is decided then is counted, and the sample is drawn at random from what is not.
/// </remarks>
internal static class SampleChoice
{
    /// <summary>After so long without a claim a run is over whose end is not recorded: one of another machine may have been killed.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromHours(1);

    /// <summary>Chooses of the undecided attempts of a run.</summary>
    /// <param name="environment">The services.</param>
    /// <param name="options">The options.</param>
    /// <param name="runId">The run.</param>
    /// <param name="given">Those of its attempts that the gathering is about.</param>
    /// <param name="undecided">Those of them that are not decided.</param>
    /// <param name="listener">Told of what is drawn.</param>
    /// <param name="cancellationToken">Gives up, if nothing is written yet.</param>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public static async Task<IReadOnlySet<string>> OfAsync(
        EvidenceEnvironment environment, EvidenceOptions options, string runId, IEnumerable<EvidenceTarget> given, IReadOnlyList<EvidenceTarget> undecided,
        IEvidenceListener listener, CancellationToken cancellationToken)
    {
        var ids = IdsOf(undecided);
        if (options.All || ids.Count <= options.SampleSize) return ids;

        var standing = new RunStanding();
        await foreach (var recorded in environment.Journal.QueryAsync(new() { RunId = runId }, cancellationToken).ConfigureAwait(false))
            standing.Add(recorded.Attempt);
        var run = await RunAsync(environment.Journal, runId, cancellationToken).ConfigureAwait(false);
        var isOver = IsOver(run, standing, environment);
        if (!isOver || !standing.Undecided.All(IdsOf(given).Contains))
        {
            listener.SampledPart(runId, options.SampleSize, ids.Count, isOver);
            return SampleDraw.Of(ids, options.SampleSize, environment.Seeds()).ToHashSet(StringComparer.Ordinal);
        }

        if (run.Sample?.AttemptIds.Count < options.SampleSize) listener.KeptSample(runId, run.Sample.AttemptIds.Count);
        standing.Sample = run.Sample ?? await DrawAsync(environment, options, runId, ids, standing.Consumed, cancellationToken).ConfigureAwait(false);
        listener.Sampled(runId, standing, ids.Count);
        return ids.Intersect(standing.Sample.AttemptIds).ToHashSet(StringComparer.Ordinal);
    }

    private static async Task<RunSample> DrawAsync(
        EvidenceEnvironment environment, EvidenceOptions options, string runId, HashSet<string> ids, int consumed, CancellationToken cancellationToken)
    {
        var seed = environment.Seeds();
        var sample = new RunSample(runId, environment.Clock.Latest, ids.Count, consumed, seed, SampleDraw.Of(ids, options.SampleSize, seed));
        await environment.Journal.RecordSampleAsync(sample, cancellationToken).ConfigureAwait(false);
        return sample;
    }

    private static bool IsOver(RecordedRun run, RunStanding standing, EvidenceEnvironment environment) =>
        run.End is not null
        || run.Run.RequestsPerSecond is null
        || environment.Claims.IsProvenDead(run.Run.Holder)
        || environment.Clock.Earliest - standing.LastClaim > Silence;

    private static HashSet<string> IdsOf(IEnumerable<EvidenceTarget> targets) =>
        targets.Select(target => target.Attempt.AttemptId).ToHashSet(StringComparer.Ordinal);

    private static async Task<RecordedRun> RunAsync(IJournalReader journal, string runId, CancellationToken cancellationToken)
    {
        await foreach (var run in journal.QueryRunsAsync(runId, cancellationToken).ConfigureAwait(false)) return run;
        throw new InvalidOperationException($"The journal has attempts of run {runId}, and not the run.");
    }
}
