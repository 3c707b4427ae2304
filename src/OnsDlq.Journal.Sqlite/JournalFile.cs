using System.Globalization;
using Microsoft.Data.Sqlite;
using OnsDlq.Errors;
using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>The file a journal lives in: where it may lie, who may read it, and how it is opened.</summary>
internal sealed class JournalFile(string path, JournalRules rules)
{
    private const int NotADatabase = 26;

    /// <summary>What it is held to.</summary>
    public JournalRules Rules => rules;

    /// <summary>The full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Looks at the place, and at the file where there is one, changing nothing; else makes it, for its owner's eyes only.</summary>
    /// <exception cref="JournalException">It is no place for a journal, or somebody else's file.</exception>
    public void Prepare()
    {
        var folder = System.IO.Path.GetDirectoryName(Path);
        if (folder is null || Directory.Exists(Path))
            throw new JournalException(ErrorId.JournalUnwritable, Path, $"The journal '{Path}' is a folder; name a file.");
        if (!Directory.Exists(folder))
            throw new JournalException(ErrorId.JournalUnreachable, Path, $"The journal '{Path}' cannot be kept: there is no folder '{folder}'.");
        var target = Target();
        var there = FilesSeen.Of(Path)?.Main;
        if (rules.IsOnNetwork(there is null ? System.IO.Path.GetDirectoryName(target)! : target))
        {
            throw new JournalException(
                ErrorId.JournalOnNetwork, Path,
                $"The journal '{Path}' lies on a network file system, where file locks cannot be trusted. Keep it on a local disk.");
        }

        if (there is { Links: > 1 }) throw JournalTroubles.SeveralNames(Path, $"the file has {there.Links} names");
        if (there is { Kind: FileKind.Regular } && (there.IsMountRoot || MountTable.Read().IsPoint(target)))
            throw JournalTroubles.SeveralNames(Path, "the file itself is mounted here");
        if (there is null) Make(target);
        else Look();
    }

    /// <summary>Opens a connection for writing and brings the tables up to date; gives the schema that was there, 0 for an empty journal.</summary>
    /// <exception cref="JournalException">It cannot be opened as a journal must be.</exception>
    public JournalConnection ConnectWriter(out int found)
    {
        var version = 0;
        var connection = Connect(opened => version = rules.Schema.Upgrade(opened, Path));
        found = version;
        return connection;
    }

    /// <summary>Opens a connection for reading.</summary>
    /// <exception cref="JournalException">It cannot be opened as a journal must be.</exception>
    public JournalConnection ConnectReader() => Connect(opened => rules.Schema.Check(opened, Path));

    /// <summary>
    /// Reads what the main file says of itself, without its log; null where it has nothing to say yet. Through SQLite, as everything: who
    /// closes the file in any other way drops the locks that this process holds on it.
    /// </summary>
    /// <exception cref="JournalException">It is no journal.</exception>
    /// <exception cref="InvalidDataException">It does not tell.</exception>
    public JournalState? ReadMain()
    {
        using var connection = Open(JournalUri.Of(Path, "immutable=1"), SqliteOpenMode.ReadOnly);
        return rules.Schema.Recognize(connection, Path) < JournalSchema.WithState ? null : JournalState.Read(connection);
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

            // It is folded in where the main file is told so: see JournalLog.
            connection.ExecuteOnce("PRAGMA wal_autocheckpoint = 0");

            if (connection.IsReadOnly)
                throw new JournalException(ErrorId.JournalUnwritable, Path, $"The journal '{Path}' may not be written to.");
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

    private void Make(string target)
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
            new FileStream(target, options).Dispose();
        }
        catch (IOException) when (File.Exists(target))
        {
            // Another process was quicker.
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new JournalException(ErrorId.JournalUnwritable, Path, $"The journal '{Path}' cannot be written: {exception.Message}", exception);
        }
    }

    private void Assert(JournalConnection connection, string pragma, string wanted, object expected)
    {
        connection.ExecuteOnce($"PRAGMA {pragma} = {wanted}");
        var found = connection.Scalar($"PRAGMA {pragma}");
        if (!Equals(found, expected))
        {
            throw new JournalException(
                ErrorId.JournalUnwritable, Path, $"The journal '{Path}' cannot be kept durably: {pragma} is {found}, and must be {wanted}.");
        }
    }

    /// <summary>Where the file really lies.</summary>
    private string Target()
    {
        var file = new FileInfo(Path);
        return file.LinkTarget is null ? Path : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path;
    }
}
