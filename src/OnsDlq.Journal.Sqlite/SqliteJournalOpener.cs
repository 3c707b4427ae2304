using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Opens SQLite journals. The location is a path.</summary>
internal sealed class SqliteJournalOpener(JournalRules rules) : IJournalOpener
{
    /// <summary>
    /// One at a time in a process: creating a file closes a handle to it, and on Unix that drops all POSIX locks of the process on the file,
    /// also those of a journal that another thread has opened meanwhile.
    /// </summary>
    private static readonly SemaphoreSlim Gate = new(1, 1);

    /// <summary>Opens journals with the default rules.</summary>
    public SqliteJournalOpener() : this(new JournalRules())
    {
    }

    /// <inheritdoc/>
    public Task<OpenedJournal> OpenAsync(JournalLocation location, CancellationToken cancellationToken) =>
        OpenAsync(location.Address, cancellationToken, location.Marks, location.IsShared);

    /// <summary>Opens a journal; creates it where it does not exist.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Cancels it, if nothing is written yet.</param>
    /// <param name="marks">The folder of the marks (see <see cref="HighWater"/>); null for none.</param>
    /// <param name="isShared">Whether it is, or has to be, the journal of a group (see <see cref="SharedFiles"/>).</param>
    /// <exception cref="JournalException">It cannot be used; nothing was changed.</exception>
    public async Task<OpenedJournal> OpenAsync(string path, CancellationToken cancellationToken, string? marks = null, bool isShared = false)
    {
        await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // SQLite blocks the thread while it waits for a lock.
            return await Task.Run(() => Open(new(path, rules, isShared), marks), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <inheritdoc/>
    public Task<IOpenedReader?> OpenReaderAsync(JournalLocation location, CancellationToken cancellationToken) =>
        OpenReaderAsync(location.Address, cancellationToken, location.Marks);

    /// <summary>Opens a journal read-only; null where there is none.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="marks">The folder of the marks (see <see cref="HighWater"/>); null for none.</param>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public Task<IOpenedReader?> OpenReaderAsync(string path, CancellationToken cancellationToken, string? marks = null) =>
        Task.Run<IOpenedReader?>(() => SqliteJournalReader.Open(Path.GetFullPath(path), rules, cancellationToken, marks), cancellationToken);

    private static OpenedJournal Open(JournalFile file, string? marks)
    {
        // SQLite's native library is loaded before any file is created: where it is missing, nothing may be left behind.
        RuntimeHelpers.RunClassConstructor(typeof(SqliteConnection).TypeHandle);
        file.Prepare();
        var writer = file.ConnectWriter(out var found);
        JournalLog? log = null;
        try
        {
            log = JournalLog.Open(file, writer, wrote: found < file.Rules.Schema.Version, marks);
            return new(new SqliteJournal(file, log, file.ConnectReader()), IsNew: found == 0)
            {
                CheckShared = file.CheckShared,
                Warning = log.Warning,
            };
        }
        catch
        {
            if (log is null) writer.Dispose();
            else log.Dispose();
            throw;
        }
    }
}
