using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Evidence;

/// <summary>
/// Finds out what resends did: first with one listing for each group, which shows everything that came back; then, for the rest or a sample of
/// it, with their traces, until all is decided or the time is over. What is found is in the journal before it is told.
/// </summary>
/// <param name="environment">The services.</param>
/// <param name="options">The options.</param>
/// <param name="listener">Told of what is found.</param>
internal sealed class EvidenceGatherer(EvidenceEnvironment environment, EvidenceOptions options, IEvidenceListener listener)
{
    private readonly EvidenceRecorder _recorder = new(environment, listener);
    private readonly ReturnedMessages _returned = new(environment, options, listener);

    /// <summary>Gathers evidence on attempts; each is told once.</summary>
    /// <param name="attempts">The attempts, of the connection's service.</param>
    /// <param name="cancellationToken">Ends it; what was found stays in the journal.</param>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    /// <exception cref="Errors.OnsDlqException">Every call would fail.</exception>
    public async Task GatherAsync(IReadOnlyList<RecordedAttempt> attempts, CancellationToken cancellationToken)
    {
        var targets = attempts.Where(one => one.Attempt.MayBeExecuted)
            .DistinctBy(one => one.Attempt.AttemptId, StringComparer.Ordinal).Select(one => new EvidenceTarget(one)).ToList();
        await _recorder.RefreshAsync(targets, cancellationToken).ConfigureAwait(false);
        foreach (var target in targets) await _recorder.TakeUpAsync(target, cancellationToken).ConfigureAwait(false);

        List<EvidenceTarget> open = [.. targets.Where(target => !target.IsTold)];
        await FindReturnedAsync(open, cancellationToken).ConfigureAwait(false);
        await ChooseAsync(targets, cancellationToken).ConfigureAwait(false);
        try
        {
            await TraceAsync([.. open.Where(target => target is { IsTold: false, IsWanted: true })], open, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Also after an error that ends it: what is known is told.
            if (!cancellationToken.IsCancellationRequested)
                foreach (var target in open) await _recorder.CloseAsync(target).ConfigureAwait(false);
        }
    }

    private async Task FindReturnedAsync(List<EvidenceTarget> open, CancellationToken cancellationToken)
    {
        EvidenceTarget[] ended = [.. open.Where(target => target is { IsTold: false, Attempt.Outcome: not null })];
        await _returned.FindAsync(ended, cancellationToken).ConfigureAwait(false);
        await _recorder.RefreshAsync([.. ended.Where(target => target.HasNewEntry)], cancellationToken).ConfigureAwait(false);
        await _recorder.DecideAsync([.. ended.Where(target => target.Judge(null, environment.Clock.Latest))], cancellationToken).ConfigureAwait(false);
    }

    // The sample is recorded before the first of its traces is asked for.
    private async Task ChooseAsync(List<EvidenceTarget> targets, CancellationToken cancellationToken)
    {
        foreach (var run in targets.GroupBy(target => target.Attempt.RunId, StringComparer.Ordinal))
        {
            EvidenceTarget[] undecided = [.. run.Where(target => !target.IsTold && target.Attempt.Outcome is not null)];
            var choice = await SampleChoice.OfAsync(environment, options, run.Key, run, undecided, listener, cancellationToken).ConfigureAwait(false);
            foreach (var target in undecided) target.IsWanted = choice.Contains(target.Attempt.AttemptId);
            foreach (var target in undecided.Where(target => !target.IsWanted)) target.Note(EvidenceReason.NotSampled, environment.Clock.Latest);
        }
    }

    private async Task TraceAsync(EvidenceTarget[] wanted, List<EvidenceTarget> open, CancellationToken cancellationToken)
    {
        var timeout = options.Timeout ?? EvidenceOptions.Patience + (wanted.Length * TraceReader.Interval);
        using var limit = new CancellationTokenSource(timeout, environment.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var rounds = new TraceRounds(environment, options, _recorder, listener);
            await rounds.RunAsync(wanted, () => FindReturnedAsync(open, end.Token), end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }

        // What came back at the end is said, even where the time was too short for a trace.
        if (wanted.Any(target => !target.IsTold)) await FindReturnedAsync(open, cancellationToken).ConfigureAwait(false);
    }
}
