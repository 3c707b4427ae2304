using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>The file a journal lives in: where it may lie, who may read it, and how it is opened.</summary>
internal sealed class JournalFile(string path, JournalRules rules)
{
    private const int NotADatabase = 26;

    /// <summary>The full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Looks at the place, and at the file where there is one, changing nothing; else makes it, for its owner's eyes only.</summary>
    /// <exception cref="JournalException">It is no place for a journal, or somebody else's file.</exception>
    public void Prepare()
    {
        var folder = System.IO.Path.GetDirectoryName(Path);
        if (folder is null || Directory.Exists(Path))
            throw new JournalException(JournalFault.Unwritable, Path, $"The journal '{Path}' is a folder; name a file.");
        if (!Directory.Exists(folder))
            throw new JournalException(JournalFault.Unreachable, Path, $"The journal '{Path}' cannot be kept: there is no folder '{folder}'.");
        if (rules.IsOnNetwork(Target(folder)))
        {
            throw new JournalException(
                JournalFault.NetworkFileSystem, Path,
                $"The journal '{Path}' lies on a network file system, where file locks cannot be trusted. Keep it on a local disk.");
        }

        if (FilesSeen.Of(Path) is null) Make();
        else Look();
    }

    /// <summary>Opens a connection for writing and brings the tables up to date; tells whether the journal was empty.</summary>
    /// <exception cref="JournalException">It cannot be opened as a journal must be.</exception>
    public JournalConnection ConnectWriter(out bool isNew)
    {
        var created = false;
        var connection = Connect(opened => created = rules.Schema.Upgrade(opened, Path));
        isNew = created;
        return connection;
    }

    /// <summary>Opens a connection for reading.</summary>
    /// <exception cref="JournalException">It cannot be opened as a journal must be.</exception>
    public JournalConnection ConnectReader() => Connect(opened => rules.Schema.Check(opened, Path));

    /// <summary>
    /// Looks, within a transaction, whether what is written there will be found: other processes find neither a file that was moved or
    /// deleted while it was open, nor in one that a newer version took over what this version writes.
    /// </summary>
    /// <exception cref="JournalException">It will not.</exception>
    public void Check(JournalConnection connection)
    {
        if (connection.HasMoved)
        {
            throw new JournalException(
                JournalFault.Unreachable, Path, $"The journal '{Path}' was moved, replaced or deleted while it was open. Put it back, and connect anew.");
        }

        rules.Schema.Check(connection, Path);
    }

    /// <summary>What an error of SQLite means for this journal.</summary>
    public Exception Name(Exception exception) => JournalTroubles.Name(exception, Path, rules.LockTimeout);

    /// <summary>Opens a connection whose durability is asserted, not hoped for.</summary>
    private JournalConnection Connect(Action<JournalConnection> greet)
    {
        var connection = Open(Path, SqliteOpenMode.ReadWrite);
        try
        {
            // The library polls a locked file every 150 ms; SQLite's own waiting begins with 1 ms.
            connection.ExecuteOnce(string.Create(
                CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(int)rules.LockTimeout.TotalMilliseconds}"));

            // Pages are written over and over before they go into the file; the log grows to 16 MiB for that.
            connection.ExecuteOnce("PRAGMA wal_autocheckpoint = 4096");

            if (connection.IsReadOnly)
                throw new JournalException(JournalFault.Unwritable, Path, $"The journal '{Path}' may not be written to.");
            Assert(connection, "synchronous", "FULL", 2L);
            if (OperatingSystem.IsMacOS()) Assert(connection, "fullfsync", "ON", 1L);
            greet(connection);
            Assert(connection, "journal_mode", "WAL", "wal");
            return connection;
        }
        catch (Exception exception)
        {
            connection.Dispose();
            if (Name(exception) is var named && ReferenceEquals(named, exception)) throw;
            throw named;
        }
    }

    private JournalConnection Open(string source, SqliteOpenMode mode)
    {
        try
        {
            return JournalConnection.Open(source, mode, CancellationToken.None);
        }
        catch (SqliteException exception)
        {
            throw Name(exception);
        }
    }

    /// <summary>
    /// Looks whose file it is without locks, recovery or files beside it, so that a foreign one stays as it is. Through SQLite, for
    /// closing the file in any other way would drop the locks that this process holds on it.
    /// </summary>
    private void Look()
    {
        try
        {
            using var connection = Open(JournalUri.Of(Path, "immutable=1"), SqliteOpenMode.ReadOnly);
            rules.Schema.Recognize(connection, Path);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode != NotADatabase)
        {
            // Another process may be making it at this moment: the real opening, under locks, tells.
        }
        catch (SqliteException exception)
        {
            throw Name(exception);
        }
    }

    private void Make()
    {
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
            };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            new FileStream(Path, options).Dispose();
        }
        catch (IOException) when (File.Exists(Path))
        {
            // Another process was quicker.
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new JournalException(JournalFault.Unwritable, Path, $"The journal '{Path}' cannot be written: {exception.Message}", exception);
        }
    }

    private void Assert(JournalConnection connection, string pragma, string wanted, object expected)
    {
        connection.ExecuteOnce($"PRAGMA {pragma} = {wanted}");
        var found = connection.Scalar($"PRAGMA {pragma}");
        if (!Equals(found, expected))
        {
            throw new JournalException(
                JournalFault.Unwritable, Path, $"The journal '{Path}' cannot be kept durably: {pragma} is {found}, and must be {wanted}.");
        }
    }

    /// <summary>The folder where the file really lies.</summary>
    private string Target(string folder)
    {
        var file = new FileInfo(Path);
        if (file.LinkTarget is null) return folder;
        return System.IO.Path.GetDirectoryName(file.ResolveLinkTarget(returnFinalTarget: true)?.FullName) ?? folder;
    }
}
