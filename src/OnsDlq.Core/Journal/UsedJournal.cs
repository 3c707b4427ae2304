using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Reads from a journal that has no way of its own to be opened for reading alone.</summary>
internal sealed class UsedJournal(JournalUse use) : IOpenedReader
{
    /// <inheritdoc/>
    public string Location => use.Journal.Location;

    /// <inheritdoc/>
    public Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken) =>
        use.Journal.ReadAsync(keys, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedAttempt> QueryAsync(AttemptQuery query, CancellationToken cancellationToken) =>
        use.Journal.QueryAsync(query, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => use.Dispose();
}
