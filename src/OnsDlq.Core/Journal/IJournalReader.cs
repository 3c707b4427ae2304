namespace OnsDlq.Journal;

/// <summary>What a journal tells. All times are UTC and kept to the ms at least; times of attempts are on the service's clock.</summary>
/// <exception cref="JournalException">From every method: the journal cannot be read as it stands.</exception>
internal interface IJournalReader : IMessageHistories
{
    /// <summary>Where the journal is, for people: a path, or a URI without a password.</summary>
    string Location { get; }

    /// <summary>Reads attempts, newest first, without holding them all in memory.</summary>
    IAsyncEnumerable<RecordedAttempt> QueryAsync(AttemptQuery query, CancellationToken cancellationToken);
}
