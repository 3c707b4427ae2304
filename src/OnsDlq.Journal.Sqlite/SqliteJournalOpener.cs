using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Opens SQLite journals. The location is a path.</summary>
internal sealed class SqliteJournalOpener(JournalRules rules) : IJournalOpener
{
    /// <summary>
    /// One at a time in a process: making a file closes a handle to it, and on Unix that drops the locks of a journal which another
    /// thread opened on it in between.
    /// </summary>
    private static readonly SemaphoreSlim Gate = new(1, 1);

    /// <summary>Opens journals by the usual rules.</summary>
    public SqliteJournalOpener() : this(new JournalRules())
    {
    }

    /// <inheritdoc/>
    public async Task<OpenedJournal> OpenAsync(string location, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // SQLite waits for locks without yielding the thread.
            return await Task.Run(() => Open(new(location, rules)), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <inheritdoc/>
    public Task<IOpenedReader?> OpenReaderAsync(string location, CancellationToken cancellationToken) =>
        Task.Run<IOpenedReader?>(() => SqliteJournalReader.Open(Path.GetFullPath(location), rules, cancellationToken), cancellationToken);

    private static OpenedJournal Open(JournalFile file)
    {
        // SQLite itself is loaded before anything is made: where it is missing, nothing may be left behind.
        RuntimeHelpers.RunClassConstructor(typeof(SqliteConnection).TypeHandle);
        file.Prepare();
        var writer = file.ConnectWriter(out var isNew);
        try
        {
            return new(new SqliteJournal(file, writer, file.ConnectReader()), isNew);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }
}
