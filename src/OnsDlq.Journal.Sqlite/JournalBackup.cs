using Microsoft.Data.Sqlite;
using OnsDlq.Errors;
using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Makes an online backup: a copy of a journal in one file, while others use the journal.</summary>
internal static class JournalBackup
{
    private const string Unfinished = ".part";

    /// <summary>Makes a copy under a temporary name, and renames it once it is complete and durable.</summary>
    /// <param name="source">The journal.</param>
    /// <param name="path">The path of the copy; nothing may be there.</param>
    /// <param name="isWhole">
    /// Whether the journal is complete, so that the copy, which includes the content of the log, is complete without a log.
    /// </param>
    /// <exception cref="OnsDlqException">It cannot be made.</exception>
    public static void Make(JournalConnection source, string path, bool isWhole)
    {
        if (Path.Exists(path))
        {
            throw new OnsDlqException(
                ErrorId.BackupFailed, $"There is something at '{path}' already: a copy is made only as a new file.");
        }

        var part = path + Unfinished;
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
            PrivateFile.Open(part, options).Dispose();
            Fill(source, part, isWhole);
            File.Move(part, path, overwrite: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException or NotSupportedException)
        {
            TryDelete(part);
            throw new OnsDlqException(ErrorId.BackupFailed, $"The copy '{path}' cannot be made: {exception.Message}", exception);
        }
    }

    private static void Fill(JournalConnection source, string part, bool isWhole)
    {
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = part, Pooling = false }.ToString());
        copy.Open();
        source.CopyTo(copy);
        using var command = copy.CreateCommand();

        // A copy is one file without a write-ahead log, so that it can be read from a read-only folder, too.
        command.CommandText = "PRAGMA journal_mode = DELETE";
        command.ExecuteNonQuery();
        if (isWhole)
        {
            command.CommandText = "UPDATE journal SET reached = log";
            command.ExecuteNonQuery();
        }

        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is not "ok") throw new IOException("It was not complete when it was read back.");
    }

    private static void TryDelete(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error already says that there is no copy.
        }
    }
}
