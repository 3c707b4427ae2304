namespace OnsDlq.Journal;

/// <summary>A journal that can describe its own state.</summary>
internal interface IDescribedJournal
{
    /// <summary>Gives its location and state.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    Task<ResendJournal> DescribeAsync(CancellationToken cancellationToken);
}
