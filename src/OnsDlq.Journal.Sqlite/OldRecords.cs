namespace OnsDlq.Journal.Sqlite;

/// <summary>The old records in a file.</summary>
/// <remarks>
/// The pages that become free are used for later records, and the file does not become smaller: every process that has it open would take a file
/// that has become smaller for one that was written over (<see cref="JournalFiles"/>). The commits are counted as all others are, so a copy made
/// before a deletion is noticed as an old one.
/// </remarks>
/// <param name="delete">Deletes some, in a transaction; refused where the journal is sealed, or is being filled.</param>
/// <param name="find">Reads a page of old messages.</param>
/// <param name="count">Reads how many other records would go.</param>
/// <param name="before">The limit.</param>
internal sealed class OldRecords(
    Func<Func<JournalConnection, ClearedRecords>, CancellationToken, Task<ClearedRecords>> delete,
    Func<Func<JournalConnection, OldPage>, CancellationToken, Task<OldPage>> find,
    Func<Func<JournalConnection, ClearedRecords>, CancellationToken, Task<ClearedRecords>> count,
    DateTimeOffset before) : IOldRecords
{
    /// <inheritdoc/>
    public Task<OldPage> FindAsync(long from, CancellationToken cancellationToken) =>
        find(connection => OldMessages.Find(connection, before, from), cancellationToken);

    /// <inheritdoc/>
    public Task<ClearedRecords> DeleteAsync(IReadOnlyList<OldMessage> messages, CancellationToken cancellationToken) =>
        delete(connection => OldMessages.Delete(connection, before, messages), cancellationToken);

    /// <inheritdoc/>
    public Task<ClearedRecords> DeleteRunsAsync(CancellationToken cancellationToken) =>
        delete(connection => OldRuns.DeleteSome(connection, before), cancellationToken);

    /// <inheritdoc/>
    public Task<ClearedRecords> CountRunsAsync(RetentionTally tally, CancellationToken cancellationToken) =>
        count(connection => OldRuns.Count(connection, before, tally), cancellationToken);
}
