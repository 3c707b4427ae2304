using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>The file a journal lives in: where it may lie, who may read it, and what its troubles are called.</summary>
internal sealed class JournalFile(string path)
{
    private const int Busy = 5, Locked = 6, ReadOnly = 8, Io = 10, CorruptFile = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    /// <summary>How long a write waits for other processes before it gives up.</summary>
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Makes the file, readable by its owner only, where it does not exist.</summary>
    /// <exception cref="JournalException">The folder is missing, may not be written to, or lies on a network file system.</exception>
    public void Prepare()
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        if (!Directory.Exists(folder))
            throw new JournalException(JournalFault.Unreachable, Path, $"The folder '{folder}' of the journal does not exist.");
        if (Directory.Exists(Path))
            throw new JournalException(JournalFault.Unwritable, Path, $"The journal '{Path}' is a folder; name a file.");
        if (IsOnNetwork(folder))
        {
            throw new JournalException(
                JournalFault.NetworkFileSystem, Path,
                $"The journal '{Path}' lies on a network file system, where file locks cannot be trusted. Keep it on a local disk.");
        }

        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(Path, options);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new JournalException(JournalFault.Unwritable, Path, $"The journal '{Path}' cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Opens a connection whose durability is asserted, not hoped for.</summary>
    /// <exception cref="JournalException">It cannot be opened as a journal must be.</exception>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = (int)LockTimeout.TotalSeconds,
        }.ToString());
        try
        {
            connection.Open();
            JournalSchema.Recognize(connection, Path);
            Assert(connection, "journal_mode", "WAL", "wal");
            Assert(connection, "synchronous", "FULL", 2L);
            if (OperatingSystem.IsMacOS()) Assert(connection, "fullfsync", "ON", 1L);
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw Fault(exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>What a SQLite error means for the journal.</summary>
    public JournalException Fault(SqliteException exception)
    {
        var (fault, words) = exception.SqliteErrorCode switch
        {
            Busy or Locked => (JournalFault.Locked, $"stayed locked by another process for {LockTimeout.TotalSeconds} s"),
            ReadOnly => (JournalFault.Unwritable, "may not be written to"),
            Full => (JournalFault.Full, "cannot grow: the disk is full"),
            CorruptFile => (JournalFault.Corrupt, "is damaged"),
            NotADatabase => (JournalFault.Corrupt, "is not a journal"),
            CannotOpen => (JournalFault.Unwritable, "cannot be opened"),
            Io => (JournalFault.Unwritable, "cannot be read or written"),
            _ => (JournalFault.Corrupt, "cannot be used"),
        };
        return new(fault, Path, $"The journal '{Path}' {words} ({exception.Message.TrimEnd('.')}).", exception);
    }

    private void Assert(SqliteConnection connection, string pragma, string wanted, object expected)
    {
        connection.Execute($"PRAGMA {pragma} = {wanted}");
        var found = connection.Scalar($"PRAGMA {pragma}");
        if (!Equals(found, expected))
        {
            throw new JournalException(
                JournalFault.Unwritable, Path, $"The journal '{Path}' cannot be kept durably: {pragma} is {found}, and must be {wanted}.");
        }
    }

    private static bool IsOnNetwork(string folder)
    {
        if (folder.StartsWith(@"\\", StringComparison.Ordinal)) return true;
        try
        {
            return new DriveInfo(folder).DriveType == DriveType.Network;
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
