using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>What SQLite's errors mean for a journal (result codes: sqlite.org/rescode.html).</summary>
internal static class JournalTroubles
{
    private const int Permission = 3, Busy = 5, Locked = 6, ReadOnly = 8, Io = 10, Corrupt = 11, Full = 13, CannotOpen = 14, Protocol = 15,
        Constraint = 19, NotADatabase = 26, SharedMemorySize = 4874;

    /// <summary>Whether others, or what this user may do, stand in the way, and not what the file holds.</summary>
    public static bool IsOfAccess(SqliteException trouble) =>
        trouble.SqliteErrorCode is Permission or Busy or Locked or ReadOnly or Io or CannotOpen or Protocol;

    /// <summary>Gives the journal's word for an error where it was only to be read.</summary>
    public static Exception NameOfReading(Exception exception, string location) => exception switch
    {
        SqliteException trouble when IsOfAccess(trouble) => Unreadable(trouble, location),
        IOException or UnauthorizedAccessException => Unreadable(exception, location),
        _ => Name(exception, location, TimeSpan.Zero),
    };

    /// <summary>Gives the journal's word for an error: what it was told already, or a fault with its reason.</summary>
    public static Exception Name(Exception exception, string location, TimeSpan lockTimeout) => exception switch
    {
        SqliteException { SqliteErrorCode: Constraint } told => new InvalidOperationException(
            $"The journal '{location}' refuses that: {told.Message}", told),
        SqliteException told => Name(told, location, lockTimeout),
        InvalidDataException or InvalidCastException or FormatException or OverflowException or ArgumentOutOfRangeException =>
            new JournalException(
                JournalFault.Corrupt, location, $"The journal '{location}' holds what cannot be read: {exception.Message}", exception),
        _ => exception,
    };

    private static JournalException Unreadable(Exception trouble, string location) => new(
        JournalFault.Unreadable, location, $"The journal '{location}' cannot be read without writing or waiting ({trouble.Message.TrimEnd('.')}).", trouble);

    private static JournalException Name(SqliteException exception, string location, TimeSpan lockTimeout)
    {
        var (fault, words) = (exception.SqliteErrorCode, exception.SqliteExtendedErrorCode) switch
        {
            (Busy or Locked or Protocol, _) => (
                JournalFault.Locked,
                string.Create(CultureInfo.InvariantCulture, $"stayed locked by another process for {lockTimeout.TotalSeconds} s")),
            (ReadOnly or Permission, _) => (JournalFault.Unwritable, "may not be written to"),
            (Full, _) or (_, SharedMemorySize) => (JournalFault.Full, "cannot grow: the disk is full"),
            (Corrupt, _) => (JournalFault.Corrupt, "is damaged"),
            (NotADatabase, _) => (JournalFault.Corrupt, "is not a journal"),
            (CannotOpen, _) => (JournalFault.Unwritable, "cannot be opened"),
            (Io, _) => (JournalFault.Unwritable, "cannot be read or written"),
            _ => (JournalFault.Corrupt, "cannot be used"),
        };
        return new(fault, location, $"The journal '{location}' {words} ({exception.Message.TrimEnd('.')}).", exception);
    }
}
