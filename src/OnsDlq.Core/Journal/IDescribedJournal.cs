namespace OnsDlq.Journal;

/// <summary>What a journal tells of itself as a whole.</summary>
internal interface IDescribedJournal
{
    /// <summary>Tells where it is and how it stands.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    Task<ResendJournal> DescribeAsync(CancellationToken cancellationToken);
}
