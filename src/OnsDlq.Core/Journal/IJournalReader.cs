using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Reading of a journal. All times are UTC, stored to the ms or better; times of attempts are on the service's clock.</summary>
/// <exception cref="JournalException">From every method: the journal cannot be read in its present state.</exception>
internal interface IJournalReader : IMessageHistories
{
    /// <summary>Where the journal is, for people: a path, or a URI without a password.</summary>
    string Location { get; }

    /// <summary>Reads attempts, newest first, as a stream.</summary>
    IAsyncEnumerable<RecordedAttempt> QueryAsync(AttemptQuery query, CancellationToken cancellationToken);

    /// <summary>Reads blocks, the latest first, those that are over included.</summary>
    Task<IReadOnlyList<RecordedBlock>> ReadBlocksAsync(BlockQuery query, CancellationToken cancellationToken);

    /// <summary>Reads runs, newest first, as a stream.</summary>
    /// <param name="runId">The ID of the run; null for all runs.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<RecordedRun> QueryRunsAsync(string? runId, CancellationToken cancellationToken);

    /// <summary>Reads a bookmark; null where there is none.</summary>
    Task<Bookmark?> ReadBookmarkAsync(BookmarkKey key, CancellationToken cancellationToken);

    /// <summary>Reads which bookmarks there are, by name, group and instance.</summary>
    Task<IReadOnlyList<RecordedBookmark>> ReadBookmarksAsync(CancellationToken cancellationToken);

    /// <summary>The newest canary of a group, which is the only one that may be open; null where there was none.</summary>
    Task<Canary?> FindCanaryAsync(QueueKey queue, CancellationToken cancellationToken);
}
