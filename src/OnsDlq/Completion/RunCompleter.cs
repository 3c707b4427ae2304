using System.Globalization;
using System.Runtime.CompilerServices;
using OnsDlq.Journal;

namespace OnsDlq.Completion;

/// <summary>Completes the IDs of runs, newest first.</summary>
public sealed class RunCompleter : JournalCompleter
{
    private protected override async IAsyncEnumerable<CompletionChoice> ReadAsync(
        IJournalReader journal, ClaimWatch claims, string? realm, string? groupId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (run, _) in journal.QueryRunsAsync(null, cancellationToken))
        {
            var why = run.Reason is null ? "" : $" ({run.Reason})";
            yield return new(run.RunId, string.Create(CultureInfo.InvariantCulture, $"{run.StartedAt.ToLocalTime():yyyy-MM-dd HH:mm} {run.User}{why}"));
        }
    }
}
