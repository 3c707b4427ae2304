using Npgsql;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Postgres;

/// <summary>Reads the journal in a database with the right to read alone.</summary>
/// <param name="place">Where it is.</param>
/// <param name="links">The connections.</param>
/// <param name="marks">The folder of the marks; null for none.</param>
internal sealed class PostgresJournalReader(Place place, Links links, string? marks) : IOpenedReader, IDescribedJournal
{
    private readonly PostgresReads _reads = new(
        place, links, (identity, repairs) => marks is null ? null : HighWater.Peek(marks, ServerWatch.MarkOf(identity, repairs)));

    /// <inheritdoc/>
    public string Location => place.Address;

    /// <inheritdoc/>
    public string? Trouble { get; private set; }

    /// <summary>Finds out whether nothing may be sent with the journal.</summary>
    public async Task LookAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Trouble = await _reads.TroubleAsync(connection, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken) =>
        _reads.HistoriesAsync(keys, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedAttempt> QueryAsync(AttemptQuery query, CancellationToken cancellationToken) =>
        _reads.AttemptsAsync(query, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordedBlock>> ReadBlocksAsync(BlockQuery query, CancellationToken cancellationToken) =>
        _reads.BlocksAsync(query, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedRun> QueryRunsAsync(string? runId, CancellationToken cancellationToken) => _reads.RunsAsync(runId, cancellationToken);

    /// <inheritdoc/>
    public Task<Bookmark?> ReadBookmarkAsync(BookmarkKey key, CancellationToken cancellationToken) => _reads.BookmarkAsync(key, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordedBookmark>> ReadBookmarksAsync(CancellationToken cancellationToken) => _reads.BookmarksAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<Canary?> FindCanaryAsync(QueueKey queue, CancellationToken cancellationToken) => _reads.CanaryAsync(queue, cancellationToken);

    /// <inheritdoc/>
    public Task<ResendJournal> DescribeAsync(CancellationToken cancellationToken) => _reads.DescribeAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => links.Dispose();
}
