namespace OnsDlq.Journal;

/// <summary>The entry point of a journal assembly, which is found by name and loaded into a load context of its own at first use.</summary>
internal interface IJournalOpener
{
    /// <summary>Opens a journal; creates it where it does not exist, and upgrades an older schema.</summary>
    /// <exception cref="JournalException">It cannot be used; nothing was changed.</exception>
    Task<OpenedJournal> OpenAsync(JournalLocation location, CancellationToken cancellationToken);

    /// <summary>Opens a journal read-only; null where there is none (none is created).</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    Task<IOpenedReader?> OpenReaderAsync(JournalLocation location, CancellationToken cancellationToken);
}
