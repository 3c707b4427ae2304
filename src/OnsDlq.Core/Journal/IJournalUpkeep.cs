using OnsDlq.Errors;

namespace OnsDlq.Journal;

/// <summary>What a person does about a journal as a whole.</summary>
internal interface IJournalUpkeep : IDescribedJournal
{
    /// <summary>Makes a copy of it, all of one moment, while others go on working with it.</summary>
    /// <param name="path">The full path of a file that does not exist yet.</param>
    /// <param name="cancellationToken">Gives up, if not too late.</param>
    /// <exception cref="OnsDlqException">The copy cannot be made.</exception>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    Task BackupAsync(string path, CancellationToken cancellationToken);

    /// <summary>Goes on without what is missing, and records that; false where nothing is, and then nothing is changed.</summary>
    /// <param name="until">The latest moment at which something that is missing can have been sent, on the service's clock.</param>
    /// <param name="at">Now, in UTC.</param>
    /// <param name="by">Who decides, as user@machine.</param>
    /// <param name="reason">Why, in that person's words.</param>
    /// <param name="cancellationToken">Gives up, if not too late.</param>
    /// <exception cref="JournalException">It cannot be written, or is damaged.</exception>
    Task<bool> RepairAsync(DateTimeOffset until, DateTimeOffset at, string by, string reason, CancellationToken cancellationToken);
}
