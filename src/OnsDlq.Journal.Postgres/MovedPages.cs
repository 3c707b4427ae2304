using System.Runtime.CompilerServices;
using Npgsql;
using OnsDlq.Moving;

namespace OnsDlq.Journal.Postgres;

/// <summary>Reads all records of a journal, page after page, oldest first, so that they are in the same order in another journal.</summary>
/// <param name="place">Where the journal is.</param>
/// <param name="links">The connections.</param>
/// <param name="pace">Reads the paces.</param>
internal sealed class MovedPages(Place place, Links links, PaceRows pace)
{
    private const int Size = 500;

    /// <summary>Reads them.</summary>
    public async IAsyncEnumerable<MovedRecords> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var read in new Func<NpgsqlConnection, long, CancellationToken, Task<(MovedRecords, long?)>>[] { RunsAsync, RestAsync, AttemptsAsync })
        {
            for (long? after = 0; after is { } from;)
            {
                var (records, next) = await links.ReadAsync(connection => read(connection, from, cancellationToken), cancellationToken).ConfigureAwait(false);
                yield return records;
                after = next;
            }
        }
    }

    private async Task<(MovedRecords Records, long? Next)> RunsAsync(NpgsqlConnection connection, long after, CancellationToken cancellationToken)
    {
        var page = await new RunRows(place).ReadAfterAsync(connection, after, Size, cancellationToken).ConfigureAwait(false);
        return (new() { Runs = [.. page.Select(one => one.Run)] }, page.Count < Size ? null : page[^1].Number);
    }

    private async Task<(MovedRecords Records, long? Next)> RestAsync(NpgsqlConnection connection, long after, CancellationToken cancellationToken)
    {
        var bookmarks = new List<MovedBookmark>();
        var rows = new BookmarkRows(place);
        foreach (var found in await rows.ReadAllAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            if (await rows.ReadAsync(connection, found.Key, cancellationToken).ConfigureAwait(false) is { } bookmark) bookmarks.Add(new(found.Key, bookmark));
        }

        var gaps = await GapRows.ReadAsync(connection, place, cancellationToken).ConfigureAwait(false);
        gaps.Reverse();
        var rest = new MovedRecords
        {
            Canaries = await new CanaryRows(place).ReadAllAsync(connection, cancellationToken).ConfigureAwait(false),
            Blocks = await new BlockRows(place).ReadAsync(connection, new(), cancellationToken).ConfigureAwait(false),
            Bookmarks = bookmarks,
            Gaps = gaps,
            Paces = await pace.ReadSlowedAsync(connection, cancellationToken).ConfigureAwait(false),
        };
        return (rest, null);
    }

    private async Task<(MovedRecords Records, long? Next)> AttemptsAsync(NpgsqlConnection connection, long after, CancellationToken cancellationToken)
    {
        var (attempts, last) = await new AttemptPages(place, links).ReadAfterAsync(connection, after, Size, cancellationToken).ConfigureAwait(false);
        return (new() { Attempts = attempts }, attempts.Count < Size ? null : last);
    }
}
