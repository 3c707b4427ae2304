using System.Globalization;
using Microsoft.Data.Sqlite;
using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>A journal opened read-only. It creates and changes no files, and does not wait.</summary>
internal sealed class ReadingView : IDisposable
{
    // How long to wait (ms) for locks that are only held for a moment, while a process creates, recovers or closes the journal.
    private const int Moment = 100;

    private readonly JournalConnection _connection;
    private readonly JournalCopy? _copy;

    private ReadingView(FilesSeen files, JournalConnection connection, JournalCopy? copy, bool isShared)
    {
        (Files, _connection, _copy, IsShared) = (files, connection, copy, isShared);
    }

    /// <summary>The files it was opened for.</summary>
    public FilesSeen Files { get; }

    /// <summary>
    /// Whether it uses locks, and so sees what others write. It is then closed after every use, because it would block checkpoints of others.
    /// </summary>
    public bool IsShared { get; }

    /// <summary>Whether a result is valid only if the files are unchanged afterwards, since no locks protect them.</summary>
    public bool NeedsStillness => !IsShared && _copy is null;

    /// <summary>Opens a journal in the way that fits its files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="rules">The rules for a journal file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static ReadingView Open(FilesSeen files, JournalRules rules, CancellationToken cancellationToken)
    {
        if (files.IsMainAlone) return Make(files, rules, JournalUri.Of(files.Path, "immutable=1"), null, isShared: false, cancellationToken);
        if (files.Undo is not null || (files.Index is not null && LeavesNothing(files)))
        {
            try
            {
                return Make(files, rules, JournalUri.Of(files.Path, "mode=ro"), null, isShared: true, cancellationToken);
            }
            catch (SqliteException trouble) when (files.Undo is null && JournalTroubles.IsOfAccess(trouble))
            {
                // The shared memory is not usable, or locked; the log can be read without it.
            }
        }

        return Copied(files, rules, cancellationToken);
    }

    /// <summary>Reads from one snapshot.</summary>
    public T Read<T>(Func<JournalConnection, T> read, CancellationToken cancellationToken)
    {
        _connection.Cancellation = cancellationToken;
        return read(_connection);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _copy?.Dispose();
    }

    /// <summary>
    /// Makes a copy of the files and opens that.
    /// </summary>
    public static ReadingView Copied(FilesSeen files, JournalRules rules, CancellationToken cancellationToken)
    {
        var copy = JournalCopy.Make(files, cancellationToken);
        try
        {
            return Make(files, rules, copy.Path, copy, isShared: false, cancellationToken);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    // SQLite creates a missing log and shared memory where it has the permission, owned by this user. For a journal that this user may not write
    // to, its owner could then not use them. It is a short race, but it can happen.
    private static bool LeavesNothing(FilesSeen files) =>
        FileStatus.MayWrite(files.Path) || !FileStatus.MayWrite(Path.GetDirectoryName(files.Path) ?? "/");

    private static ReadingView Make(
        FilesSeen files, JournalRules rules, string source, JournalCopy? copy, bool isShared, CancellationToken cancellationToken)
    {
        var connection = JournalConnection.Open(
            source, copy is null ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite, cancellationToken);
        try
        {
            connection.ExecuteOnce(string.Create(
                CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {Moment}; PRAGMA cell_size_check = ON; PRAGMA query_only = ON"));
            rules.Schema.Check(connection, files.Path);
            return new(files, connection, copy, isShared);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
