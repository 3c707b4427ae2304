using System.Runtime.CompilerServices;
using OnsDlq.Holders;

namespace OnsDlq.Journal;

/// <summary>Reads runs as users see them: with the present statuses of their attempts, and whether they still run. Only reads.</summary>
/// <param name="journal">The journal.</param>
/// <param name="claims">Distinguishes live claims from abandoned ones.</param>
/// <param name="isProvenDead">Tells whether a process is proven dead.</param>
/// <param name="isSeen">Tells whether a process can be seen from here.</param>
internal sealed class RunReader(IJournalReader journal, ClaimWatch claims, Func<ClaimHolder, bool> isProvenDead, Func<ClaimHolder, bool> isSeen)
{
    /// <summary>Reads runs, newest first.</summary>
    /// <param name="runId">The ID of the run; null for all.</param>
    /// <param name="isWanted">Tells of a group whether runs are wanted that sent to it; null for all runs.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public async IAsyncEnumerable<ResendRun> ReadAsync(
        string? runId, Func<string, bool>? isWanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var run in journal.QueryRunsAsync(runId, cancellationToken).ConfigureAwait(false))
        {
            var tally = await TallyAsync(run.Run.RunId, cancellationToken).ConfigureAwait(false);
            if (isWanted is null || tally.Groups.Any(isWanted)) yield return new ResendRun(run, tally, StateOf(run));
        }
    }

    private async Task<RunTally> TallyAsync(string runId, CancellationToken cancellationToken)
    {
        var (tally, reader) = (new RunTally(), new AttemptReader(journal, claims));
        await foreach (var recorded in journal.QueryAsync(new() { RunId = runId }, cancellationToken).ConfigureAwait(false))
            tally.Add(recorded, reader.StatusOf(recorded.Attempt));
        return tally;
    }

    private string StateOf(RecordedRun run) => run switch
    {
        { End: { StoppedBy: not null } } => RunStateName.Stopped,
        { End: not null } => RunStateName.Ended,
        { Run.RequestsPerSecond: null } => RunStateName.Unknown,
        _ when isProvenDead(run.Run.Holder) => RunStateName.Killed,
        _ => isSeen(run.Run.Holder) ? RunStateName.Running : RunStateName.Unknown,
    };
}
