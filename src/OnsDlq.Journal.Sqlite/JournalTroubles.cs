using System.Globalization;
using Microsoft.Data.Sqlite;
using OnsDlq.Errors;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Converts SQLite's errors to those of a journal (result codes: sqlite.org/rescode.html).</summary>
internal static class JournalTroubles
{
    private const int Sql = 1, Permission = 3, Busy = 5, Locked = 6, ReadOnly = 8, Io = 10, Corrupt = 11, Full = 13, CannotOpen = 14, Protocol = 15,
        Constraint = 19, NotADatabase = 26, ShortRead = 522, SharedMemorySize = 4874;

    /// <summary>Whether the cause is a lock or a missing permission, and not the file's content.</summary>
    public static bool IsOfAccess(SqliteException trouble) =>
        trouble.SqliteErrorCode is Permission or Busy or Locked or ReadOnly or Io or CannotOpen or Protocol;

    /// <summary>Converts an error of read-only access.</summary>
    public static Exception NameOfReading(Exception exception, string location) => exception switch
    {
        SqliteException trouble when IsOfAccess(trouble) => Unreadable(trouble, location),
        IOException or UnauthorizedAccessException => Unreadable(exception, location),
        _ => Name(exception, location, TimeSpan.Zero),
    };

    /// <summary>Converts an error; an error that is already one of the journal's is given unchanged.</summary>
    public static Exception Name(Exception exception, string location, TimeSpan lockTimeout) => exception switch
    {
        SqliteException { SqliteErrorCode: Constraint } told => new InvalidOperationException(
            $"The journal '{location}' refuses that: {told.Message}", told),
        SqliteException told => Name(told, location, lockTimeout),
        InvalidDataException or InvalidCastException or FormatException or OverflowException or ArgumentOutOfRangeException =>
            new JournalException(
                ErrorId.JournalCorrupt, location, $"The journal '{location}' holds data that cannot be read: {exception.Message}", exception),
        _ => exception,
    };

    private static JournalException Unreadable(Exception trouble, string location) => new(
        ErrorId.JournalUnreadable, location, $"The journal '{location}' cannot be read without writing or waiting ({trouble.Message.TrimEnd('.')}).", trouble);

    /// <summary>Whether somebody else holds a lock.</summary>
    public static bool IsBusy(SqliteException exception) => exception.SqliteErrorCode is Busy or Locked or Protocol;

    /// <summary>The reason where the log is gone.</summary>
    public static string LogGone => "its log is gone, and with it the latest changes";

    /// <summary>The reason where this user's mark is higher.</summary>
    public static string OldCopy(long changes) => $"it is an old copy: {changes} later changes are known to this user, but are not in it";

    /// <summary>
    /// Whether an error from reading a main file without its log may come from pages that are in the log only: besides damage, tables that do not
    /// seem to be there, or hold rows that are none.
    /// </summary>
    public static bool LacksPages(Exception exception) =>
        exception.GetBaseException() is SqliteException { SqliteErrorCode: Corrupt or Sql } or InvalidDataException or InvalidOperationException;

    /// <summary>Whether data was not where it must be in the file.</summary>
    public static bool IsUnreadable(SqliteException exception) => exception.SqliteErrorCode is Io or Corrupt;

    /// <summary>The error for a file that SQLite finds to be inconsistent.</summary>
    public static JournalException Damaged(string location) => new(ErrorId.JournalCorrupt, location, $"The journal '{location}' is damaged.");

    /// <summary>The error for a file that other processes do not find any more.</summary>
    public static JournalException Moved(string location) => new(
        ErrorId.JournalUnreachable, location, $"The journal '{location}' was moved, replaced or deleted while it was open. Put it back, and connect again.");

    /// <summary>The error where the files are not those that were opened, so that nothing more may be written.</summary>
    public static JournalException FilesLost(string location, string trouble) => new(
        ErrorId.JournalFilesLost, location,
        $"The journal '{location}' is not what it was when it was opened: {trouble}. Nothing more is written to it, and nothing is sent.");

    /// <summary>The error for a journal that has lost something.</summary>
    public static JournalException Incomplete(string location, string why) => new(
        ErrorId.JournalIncomplete, location,
        $"The journal '{location}' does not know all that was resent: {why}. Nothing is sent until a person has decided.");

    /// <summary>The error for a file with two names: two processes could open it with a log each.</summary>
    public static JournalException SeveralNames(string location, string trouble) => new(
        ErrorId.JournalHasSeveralNames, location,
        $"The journal '{location}' can be reached by another name ({trouble}): a process that used it would not see what is written here.");

    /// <summary>The error where readers leave no pause in which the mark could be written.</summary>
    public static JournalException StillRead(string location, TimeSpan patience) => new(
        ErrorId.JournalLocked, location,
        string.Create(CultureInfo.InvariantCulture, $"The journal '{location}' was read by other processes for {patience.TotalSeconds} s without a pause."));

    private static JournalException Name(SqliteException exception, string location, TimeSpan lockTimeout)
    {
        var (id, words) = (exception.SqliteErrorCode, exception.SqliteExtendedErrorCode) switch
        {
            (Busy or Locked or Protocol, _) => (
                ErrorId.JournalLocked,
                string.Create(CultureInfo.InvariantCulture, $"stayed locked by another process for {lockTimeout.TotalSeconds} s")),
            (ReadOnly or Permission, _) => (ErrorId.JournalUnwritable, "may not be written to"),
            (Full, _) or (_, SharedMemorySize) => (ErrorId.JournalFull, "cannot grow: the disk is full"),
            (Corrupt, _) or (_, ShortRead) => (ErrorId.JournalCorrupt, "is damaged"),
            (NotADatabase, _) => (ErrorId.JournalCorrupt, "is not a journal"),
            (CannotOpen, _) => (ErrorId.JournalUnwritable, "cannot be opened"),
            (Io, _) => (ErrorId.JournalUnwritable, "cannot be read or written"),
            _ => (ErrorId.JournalCorrupt, "cannot be used"),
        };
        return new(id, location, $"The journal '{location}' {words} ({exception.Message.TrimEnd('.')}).", exception);
    }
}
