using System.Globalization;
using Microsoft.Data.Sqlite;
using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>A journal opened to be read as it lies there. Nothing is made, changed or waited for there.</summary>
internal sealed class ReadingView : IDisposable
{
    // How long a lock is waited for that nobody holds for longer than a moment (ms): somebody is making, recovering or closing the journal.
    private const int Moment = 100;

    private readonly JournalConnection _connection;
    private readonly JournalCopy? _copy;

    private ReadingView(FilesSeen files, JournalConnection connection, JournalCopy? copy, bool isShared)
    {
        (Files, _connection, _copy, IsShared) = (files, connection, copy, isShared);
    }

    /// <summary>The files it was opened for.</summary>
    public FilesSeen Files { get; }

    /// <summary>Whether it sees what others write, by locks. It is then closed after every use: it would keep others from folding in the log.</summary>
    public bool IsShared { get; }

    /// <summary>Whether what it gave holds only if the files were still the same afterwards: nobody's locks keep them so.</summary>
    public bool NeedsStillness => !IsShared && _copy is null;

    /// <summary>Opens a journal in the way that suits its files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="rules">What a journal is held to.</param>
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
                // The shared memory cannot be used as it stands, or is kept by somebody; the log can be read without it.
            }
        }

        return Copied(files, rules, cancellationToken);
    }

    /// <summary>Reads, all of one moment.</summary>
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

    // SQLite makes what is missing of log and shared memory where it may, in this user's name: of a journal that this user may not write to,
    // its owner could then not use them. They can only be missing by a hair's breadth of time, but that is enough.
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
