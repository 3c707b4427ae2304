using System.Globalization;
using Microsoft.Data.Sqlite;
using OnsDlq.Errors;
using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>The file of a journal: where it may be, who may read it, and how it is opened.</summary>
internal sealed class JournalFile(string path, JournalRules rules, bool isShared = false)
{
    private const int NotADatabase = 26;

    public JournalRules Rules => rules;

    /// <summary>The full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>
    /// Checks the location, and the file where there is one, without changing it; else creates the file, accessible to its owner only, or to the
    /// group of its folder.
    /// </summary>
    /// <exception cref="JournalException">A journal cannot be kept there, or the file is another program's.</exception>
    public void Prepare()
    {
        var folder = System.IO.Path.GetDirectoryName(Path);
        if (folder is null || Directory.Exists(Path))
            throw new JournalException(ErrorId.JournalUnwritable, Path, $"The journal '{Path}' is a folder; name a file.");
        if (!Directory.Exists(folder))
        {
            throw new JournalException(
                ErrorId.JournalUnreachable, Path,
                $"The journal '{Path}' cannot be kept: there is no folder '{folder}'." + (isShared ? SharedFiles.HowToMake(folder) : ""));
        }

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
        if (isShared) SharedFiles.Check(Path, target);
        if (there is null) Make(target);
        else Look();
    }

    /// <summary>Checks that the members of the folder's group can use the journal.</summary>
    /// <exception cref="JournalException">They cannot.</exception>
    public void CheckShared() => SharedFiles.Check(Path, Target());

    /// <summary>Opens a connection for writing and upgrades the schema; gives the version found, 0 for an empty journal.</summary>
    /// <exception cref="JournalException">It cannot be opened in the way that a journal needs.</exception>
    public JournalConnection ConnectWriter(out int found)
    {
        var version = 0;
        var connection = Connect(opened => version = rules.Schema.Upgrade(opened, Path));
        found = version;
        return connection;
    }

    /// <summary>Opens a connection for reading.</summary>
    /// <exception cref="JournalException">It cannot be opened in the way that a journal needs.</exception>
    public JournalConnection ConnectReader() => Connect(opened => rules.Schema.Check(opened, Path));

    /// <summary>
    /// Reads the state stored in the main file, ignoring the log; null where there is none yet. Through SQLite, like everything: closing the
    /// file in any other way would drop this process's POSIX locks on it.
    /// </summary>
    /// <param name="isPartial">Whether pages may be missing that are in the log only.</param>
    /// <exception cref="JournalException">It is not a journal.</exception>
    /// <exception cref="InvalidDataException">The state cannot be read.</exception>
    public JournalState? ReadMain(bool isPartial = false)
    {
        using var connection = Open(JournalUri.Of(Path, "immutable=1"), SqliteOpenMode.ReadOnly);
        if (isPartial) connection.AcceptMissingPages();
        return rules.Schema.Recognize(connection, Path) < JournalSchema.WithState ? null : JournalState.Read(connection);
    }

    /// <summary>Converts an error of SQLite to one of this journal.</summary>
    public Exception Name(Exception exception) => JournalTroubles.Name(exception, Path, rules.LockTimeout) switch
    {
        JournalException { Id: ErrorId.JournalUnwritable } unwritable => SharedFiles.Diagnose(Path, Target()) ?? unwritable,
        var named => named,
    };

    /// <summary>Opens a connection, and checks that its settings for durability are really in effect.</summary>
    private JournalConnection Connect(Action<JournalConnection> greet)
    {
        var connection = Open(Path, SqliteOpenMode.ReadWrite);
        try
        {
            // Microsoft.Data.Sqlite polls a locked file every 150 ms; SQLite's own busy handler begins with 1 ms.
            connection.ExecuteOnce(string.Create(
                CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(int)rules.LockTimeout.TotalMilliseconds}"));

            // JournalLog makes the checkpoints, since it has to mark the main file first.
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
    /// Checks whose file it is without locks, recovery or files beside it, so that another program's file is not changed. Through SQLite:
    /// closing the file in any other way would drop this process's POSIX locks on it.
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
            // Another process may be creating it at this moment: the real opening, under locks, decides.
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
            PrivateFile.Open(target, options).Dispose();

            // The umask limits the mode at creation, but not this.
            if (isShared && !OperatingSystem.IsWindows()) File.SetUnixFileMode(target, SharedFiles.Mode);
        }
        catch (IOException) when (File.Exists(target))
        {
            // Another process was faster.
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

    /// <summary>The file's real path.</summary>
    private string Target()
    {
        var file = new FileInfo(Path);
        return file.LinkTarget is null ? Path : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path;
    }
}
