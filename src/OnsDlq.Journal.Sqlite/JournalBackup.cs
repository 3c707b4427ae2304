using Microsoft.Data.Sqlite;
using OnsDlq.Errors;

namespace OnsDlq.Journal.Sqlite;

/// <summary>A copy of a journal in one file, made while others work with the journal.</summary>
internal static class JournalBackup
{
    private const string Unfinished = ".part";

    /// <summary>Makes a copy. It gets its name when it is whole and durable.</summary>
    /// <param name="source">The journal.</param>
    /// <param name="path">Where the copy goes; nothing may be there.</param>
    /// <param name="isWhole">Whether the journal misses nothing, so that the copy does not either, whatever stands in the log alone.</param>
    /// <exception cref="OnsDlqException">It cannot be made.</exception>
    public static void Make(JournalConnection source, string path, bool isWhole)
    {
        if (Path.Exists(path))
        {
            throw new OnsDlqException(
                ErrorId.BackupFailed, $"There is something at '{path}' already: the copy goes nowhere but to a new file.");
        }

        var part = path + Unfinished;
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            new FileStream(part, options).Dispose();
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

        // A copy is one file, to be read where nothing may be written, too.
        command.CommandText = "PRAGMA journal_mode = DELETE";
        command.ExecuteNonQuery();
        if (isWhole)
        {
            command.CommandText = "UPDATE journal SET reached = log";
            command.ExecuteNonQuery();
        }

        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is not "ok") throw new IOException("It could not be read back whole.");
    }

    private static void TryDelete(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is told that there is no copy.
        }
    }
}
