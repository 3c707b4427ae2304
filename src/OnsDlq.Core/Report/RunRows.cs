using OnsDlq.Journal;

namespace OnsDlq.Report;

/// <summary>Adds runs of a journal to a report, as they are now.</summary>
/// <param name="content">The report.</param>
/// <param name="runs">Reads the runs.</param>
/// <param name="attempts">Reads their attempts.</param>
internal sealed class RunRows(ReportContent content, RunReader runs, AttemptReader attempts)
{
    /// <summary>Adds a run and its attempts; false where the journal does not have it.</summary>
    /// <param name="runId">The ID of the run.</param>
    /// <param name="emit">Takes each attempt once it is added.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public async Task<bool> AddAsync(string runId, Func<ResendAttempt, ValueTask> emit, CancellationToken cancellationToken)
    {
        if (!await AddRunAsync(runId, cancellationToken).ConfigureAwait(false)) return false;
        await foreach (var attempt in attempts.ReadAsync(new() { RunId = runId }, [], cancellationToken).ConfigureAwait(false))
        {
            content.Add(ReportRows.Of(attempt));
            await emit(attempt).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Adds runs without their attempts; those that the journal does not have are left out.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public async Task AddRunsAsync(IEnumerable<string> runIds, CancellationToken cancellationToken)
    {
        foreach (var runId in runIds) await AddRunAsync(runId, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> AddRunAsync(string runId, CancellationToken cancellationToken)
    {
        var isKnown = false;
        await foreach (var run in runs.ReadAsync(runId, null, cancellationToken).ConfigureAwait(false))
        {
            isKnown = true;
            content.Add(run);
        }

        return isKnown;
    }
}
