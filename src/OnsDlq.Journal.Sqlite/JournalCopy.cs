using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// A private copy of a journal and its write-ahead log, for users who can neither create nor use the log's shared memory. It is consistent even
/// where others write meanwhile: pages get into the main file only from the log, so the log, which is copied after the main file, has every page
/// that may have changed, unless the log was restarted meanwhile.
/// </summary>
internal sealed class JournalCopy : IDisposable
{
    private const int PagesAtOnce = 1024, LogHeader = 32;
    private const long LargestLog = 1L << 30;

    private readonly string _folder;

    private JournalCopy(string folder) => _folder = folder;

    /// <summary>Where the copy is.</summary>
    public string Path => System.IO.Path.Combine(_folder, "journal.db");

    /// <summary>Copies a journal into a folder of this user.</summary>
    /// <exception cref="IOException">The log was restarted meanwhile, or the disk is full.</exception>
    public static JournalCopy Make(FilesSeen files, CancellationToken cancellationToken)
    {
        var copy = new JournalCopy(Directory.CreateTempSubdirectory("onsdlq-").FullName);
        try
        {
            var log = files.Path + "-wal";
            var begun = Header(log);
            copy.CopyMain(files.Path, cancellationToken);
            copy.CopyLog(log, cancellationToken);
            return Header(log).SequenceEqual(begun) ? copy : throw new IOException("Its log was begun anew meanwhile.");
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A file left in the folder for temporary files does no harm.
        }
    }

    // Through SQLite: closing the file in any other way would drop this process's POSIX locks on it.
    private void CopyMain(string path, CancellationToken cancellationToken)
    {
        using var source = JournalConnection.Open(JournalUri.Of(path, "immutable=1"), SqliteOpenMode.ReadOnly, cancellationToken);

        // Where a checkpoint was cut off, the main file lacks pages; the log has them.
        source.AcceptMissingPages();
        using var target = JournalConnection.Open(Path, SqliteOpenMode.ReadWriteCreate, cancellationToken);
        target.ExecuteOnce("PRAGMA synchronous = OFF");
        using var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
        if (backup.IsInvalid) throw new IOException("Its main file cannot be copied.");
        while (raw.sqlite3_backup_step(backup, PagesAtOnce) is var code && code != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(code, target.Handle);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void CopyLog(string log, CancellationToken cancellationToken)
    {
        using var source = OpenLog(log);
        using var target = new FileStream(Path + "-wal", FileMode.Create, FileAccess.Write);
        var piece = new byte[1 << 20];
        for (var left = LargestLog; source.Read(piece) is > 0 and var length; left -= length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (left < length) throw new IOException($"Its log is larger than {LargestLog >> 20} MiB.");
            target.Write(piece, 0, length);
        }
    }

    private static byte[] Header(string log)
    {
        using var source = OpenLog(log);
        var header = new byte[LogHeader];
        return header[..source.ReadAtLeast(header, LogHeader, throwOnEndOfStream: false)];
    }

    // Nobody locks the log file, so closing it drops no locks.
    private static FileStream OpenLog(string log) => new(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
