using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace OnsDlq.Journal;

/// <summary>
/// Deletes what is old, in small transactions. What may go is looked for without a lock, and judged again in the transaction that deletes it.
/// </summary>
internal static class Retention
{
    /// <summary>How many messages one transaction deletes: with most of them it takes some ms, for which others wait.</summary>
    public const int MostMessages = 50;

    /// <summary>Deletes it; gives what each transaction has deleted.</summary>
    public static async IAsyncEnumerable<ClearedRecords> ClearAsync(
        this IOldRecords records, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in records.PagesAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var some in page.Chunk(MostMessages))
                yield return await WithPauseAsync(records.DeleteAsync(some, cancellationToken)).ConfigureAwait(false);
        }

        ClearedRecords last;
        do
        {
            last = await WithPauseAsync(records.DeleteRunsAsync(cancellationToken)).ConfigureAwait(false);
            yield return last;
        }
        while (last != default);
    }

    /// <summary>Counts what would be deleted.</summary>
    public static async IAsyncEnumerable<ClearedRecords> CountAsync(
        this IOldRecords records, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tally = new RetentionTally();
        await foreach (var page in records.PagesAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var message in page)
            {
                tally.Add(message);
                yield return message.Records;
            }
        }

        yield return await records.CountRunsAsync(tally, cancellationToken).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<IReadOnlyList<OldMessage>> PagesAsync(
        this IOldRecords records, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (long? next = 0; next is { } from;)
        {
            var page = await records.FindAsync(from, cancellationToken).ConfigureAwait(false);
            yield return page.Messages;
            next = page.Next;
        }
    }

    // SQLite does not queue the processes that wait for its lock; they poll. So they get as much time as they were kept waiting.
    private static async Task<ClearedRecords> WithPauseAsync(Task<ClearedRecords> deleting)
    {
        var began = Stopwatch.GetTimestamp();
        var cleared = await deleting.ConfigureAwait(false);
        await Task.Delay(Stopwatch.GetElapsedTime(began), TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        return cleared;
    }
}
