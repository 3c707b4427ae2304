namespace OnsDlq.Journal;

/// <summary>What a journal assembly offers: found by name and loaded privately at first use.</summary>
internal interface IJournalOpener
{
    /// <summary>Opens a journal, making it where it does not exist, and upgrades an older schema.</summary>
    /// <exception cref="JournalException">It cannot be used; nothing was changed.</exception>
    Task<OpenedJournal> OpenAsync(JournalLocation location, CancellationToken cancellationToken);

    /// <summary>Opens a journal to read from it and nothing else; null where there is none, and none is made.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    Task<IOpenedReader?> OpenReaderAsync(JournalLocation location, CancellationToken cancellationToken);
}
