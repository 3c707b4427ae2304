using System.Runtime.CompilerServices;
using OnsDlq.Moving;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Reads all records of a journal, page after page, oldest first, so that they are in the same order in another journal.</summary>
internal static class MovedPages
{
    private const int Size = 500;

    /// <summary>Reads them.</summary>
    /// <param name="read">Runs a query on the journal.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<MovedRecords> ReadAllAsync(
        Func<Func<JournalConnection, (MovedRecords Records, long? Next)>, CancellationToken, Task<(MovedRecords Records, long? Next)>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var next in new Func<JournalConnection, long, (MovedRecords, long?)>[] { Runs, Rest, Attempts })
        {
            for (long? after = 0; after is { } from;)
            {
                var (records, end) = await read(
                    connection => connection.AtOneMoment(() => next(connection, from)), cancellationToken).ConfigureAwait(false);
                yield return records;
                after = end;
            }
        }
    }

    private static (MovedRecords Records, long? Next) Runs(JournalConnection connection, long after)
    {
        var page = RunRow.ReadAfter(connection, after, Size);
        return (new() { Runs = [.. page.Select(one => one.Run)] }, page.Count < Size ? null : page[^1].Number);
    }

    private static (MovedRecords Records, long? Next) Rest(JournalConnection connection, long after) => (
        new()
        {
            Canaries = CanaryRow.ReadAll(connection),
            Blocks = BlockRow.Read(connection, new()),
            Bookmarks = [.. BookmarkRow.ReadAll(connection).Select(found => new MovedBookmark(found.Key, BookmarkRow.Read(connection, found.Key)!))],
            Gaps = GapRow.Read(connection).AsEnumerable().Reverse().ToArray(),
            Paces = PaceRow.ReadSlowed(connection),
        },
        null);

    private static (MovedRecords Records, long? Next) Attempts(JournalConnection connection, long after)
    {
        using var rows = connection.Query(
            $"""
            SELECT {HistoryReader.AttemptColumns}, realm, instance_id, group_id, msg_id, entries
            FROM attempt JOIN message ON message.id = attempt.message JOIN queue ON queue.id = message.queue
                JOIN run ON run.number = attempt.run {HistoryReader.EvidenceJoin}
            WHERE attempt.number > @1 ORDER BY attempt.number LIMIT {Size}
            """,
            after);
        const int First = HistoryReader.AttemptWidth;
        var attempts = new List<MovedAttempt>();
        for (; rows.Read(); after = rows.Number(14))
        {
            attempts.Add(new(
                new(rows.Text(First), rows.Text(First + 1), rows.Text(First + 2), rows.Text(First + 3)),
                HistoryReader.ReadAttempt(connection, rows), [.. rows.Numbers(First + 4)]));
        }

        return (new() { Attempts = attempts }, attempts.Count < Size ? null : after);
    }
}
