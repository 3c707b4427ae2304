using OnsDlq.Errors;

namespace OnsDlq.Journal;

/// <summary>Maintenance of a journal by a person.</summary>
internal interface IJournalUpkeep : IDescribedJournal
{
    /// <summary>Makes a consistent copy (a snapshot), while others use the journal.</summary>
    /// <param name="path">The full path of a file that does not exist yet.</param>
    /// <param name="cancellationToken">Cancels it, if nothing is written yet.</param>
    /// <exception cref="OnsDlqException">The copy cannot be made.</exception>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    Task BackupAsync(string path, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a journal that lost something back into use, and records the gap. False where nothing is missing; then nothing is changed.
    /// </summary>
    /// <param name="until">The latest moment at which a lost resend can have been made, on the service's clock.</param>
    /// <param name="at">Now, in UTC.</param>
    /// <param name="by">Who decides, as user@machine.</param>
    /// <param name="reason">Why, in that person's words.</param>
    /// <param name="cancellationToken">Cancels it, if nothing is written yet.</param>
    /// <exception cref="JournalException">It cannot be written, or is damaged.</exception>
    Task<bool> RepairAsync(DateTimeOffset until, DateTimeOffset at, string by, string reason, CancellationToken cancellationToken);
}
