namespace OnsDlq.Journal;

/// <summary>The records of one kind of journal that are older than a limit.</summary>
internal interface IOldRecords
{
    /// <summary>Finds the messages that may go, in a range of row IDs, as of one moment.</summary>
    /// <param name="from">The first row ID to look at.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<OldPage> FindAsync(long from, CancellationToken cancellationToken);

    /// <summary>Deletes, in one transaction, those of some messages that may still go.</summary>
    Task<ClearedRecords> DeleteAsync(IReadOnlyList<OldMessage> messages, CancellationToken cancellationToken);

    /// <summary>Deletes, in one transaction, bookmarks, canaries and some runs that nothing needs any more.</summary>
    Task<ClearedRecords> DeleteRunsAsync(CancellationToken cancellationToken);

    /// <summary>Counts the runs and the bookmarks that would go once the old messages are gone.</summary>
    Task<ClearedRecords> CountRunsAsync(RetentionTally tally, CancellationToken cancellationToken);
}
