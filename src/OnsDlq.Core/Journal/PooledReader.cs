using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Reads from a journal whose kind has no read-only mode.</summary>
internal sealed class PooledReader(JournalHandle handle) : IOpenedReader
{
    /// <inheritdoc/>
    public string Location => handle.Journal.Location;

    /// <inheritdoc/>
    public Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken) =>
        handle.Journal.ReadAsync(keys, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedAttempt> QueryAsync(AttemptQuery query, CancellationToken cancellationToken) =>
        handle.Journal.QueryAsync(query, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordedBlock>> ReadBlocksAsync(BlockQuery query, CancellationToken cancellationToken) =>
        handle.Journal.ReadBlocksAsync(query, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedRun> QueryRunsAsync(string? runId, CancellationToken cancellationToken) =>
        handle.Journal.QueryRunsAsync(runId, cancellationToken);

    /// <inheritdoc/>
    public Task<Bookmark?> ReadBookmarkAsync(BookmarkKey key, CancellationToken cancellationToken) =>
        handle.Journal.ReadBookmarkAsync(key, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordedBookmark>> ReadBookmarksAsync(CancellationToken cancellationToken) =>
        handle.Journal.ReadBookmarksAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<Canary?> FindCanaryAsync(QueueKey queue, CancellationToken cancellationToken) => handle.Journal.FindCanaryAsync(queue, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
