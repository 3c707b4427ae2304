using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Npgsql;
using OnsDlq.Errors;
using OnsDlq.Moving;

namespace OnsDlq.Journal.Postgres;

/// <summary>Converts the errors of PostgreSQL and of its library to those of a journal (SQLSTATE codes: its manual, appendix A).</summary>
internal static partial class PostgresTroubles
{
    /// <summary>The beginning of the text, no number, that a transaction stumbles over where the server is not the accepted one.</summary>
    public const string WentBack = "OnsDlq journal went back";

    /// <summary>The beginning of the text, no number, that a transaction stumbles over where it would not see what others commit meanwhile.</summary>
    public const string Isolated = "OnsDlq journal isolated";

    /// <summary>The beginning of the text, no number, that a claim stumbles over where the journal is sealed or being filled.</summary>
    public const string Closed = "OnsDlq journal closed";

    /// <summary>What is wrong where transactions do not see what others commit meanwhile.</summary>
    public const string Isolation =
        "transactions of your role are isolated more than the journal's rules allow; ALTER ROLE or ALTER DATABASE … SET default_transaction_isolation = 'read committed'";

    /// <summary>
    /// Whether the database was away, or went away: trying again later may help. What was asked for last may have been done, or may not.
    /// </summary>
    public static bool IsAway(Exception exception) => exception switch
    {
        PostgresException told => told.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
                or PostgresErrorCodes.TransactionResolutionUnknown or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.DatabaseDropped
                or "25P03" or "57P05" || told.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException => !IsOfCertificate(exception) && Named(exception) is null,
        SocketException or IOException or TimeoutException or ObjectDisposedException => true,
        _ => false,
    };

    /// <summary>Whether the server has refused, and taken everything of the transaction back: it can be done again at once.</summary>
    public static bool IsOfOthers(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>Whether a rule of the tables was broken, or the journal takes no claims.</summary>
    public static bool IsOfRule(Exception exception) =>
        exception is PostgresException told && (told.SqlState.StartsWith("23", StringComparison.Ordinal) || Says(told, Closed));

    /// <summary>The name of the index that had the value already; null for another error.</summary>
    public static string? Twice(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } told ? told.ConstraintName : null;

    /// <summary>Converts an error; an error that is already one of the journal's is given unchanged.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="address">The journal's URI.</param>
    /// <param name="reading">Whether it was only read.</param>
    public static Exception Name(Exception exception, string address, bool reading = false) => exception switch
    {
        JournalException or OperationCanceledException => exception,
        _ when Named(exception) is { } named => named,
        PostgresException told => Name(told, address, reading),
        _ when IsOfCertificate(exception) => new JournalException(
            ErrorId.JournalCertificate, address,
            $"The database of the journal '{address}' {WhyUntrusted(exception)}", exception),
        NpgsqlException or SocketException or IOException or TimeoutException => Away(address, exception),
        InvalidDataException or InvalidCastException or FormatException or OverflowException or ArgumentOutOfRangeException => new JournalException(
            ErrorId.JournalCorrupt, address, $"The journal '{address}' holds data that cannot be read: {exception.Message}", exception),
        _ => exception,
    };

    /// <summary>The error where the database cannot be reached.</summary>
    public static JournalException Away(string address, Exception cause) => new(
        ErrorId.JournalUnreachable, address, $"The database of the journal '{address}' cannot be reached: {Words(cause)}", cause);

    /// <summary>The error where it is not known whether a write was done.</summary>
    public static JournalException Unsure(string address, Exception cause) => new(
        ErrorId.JournalUnreachable, address,
        $"The connection to the journal '{address}' was lost in the middle of a change: it may have been made. Look before you repeat it. {Words(cause)}", cause);

    /// <summary>The error for a journal that may have lost something.</summary>
    public static JournalException Incomplete(string address, string why) => new(
        ErrorId.JournalIncomplete, address,
        $"The journal '{address}' may not know all that was resent: {why}. Nothing is sent until a person has decided, with Repair-OnsDlqJournal.");

    private static Exception Name(PostgresException told, string address, bool reading)
    {
        var words = PlainText.Of(told.MessageText, 200);
        if (Says(told, Closed) && ClosedMove().Match(told.MessageText) is { Success: true } closed)
            return ClosedJournal.Of(address, Enum.Parse<MoveDirection>(closed.Groups[1].Value), SqlText.Read(closed.Groups[2].Value));
        if (Says(told, Isolated)) return new JournalException(ErrorId.JournalUnavailable, address, $"The journal '{address}' cannot be used: {Isolation}.", told);
        if (Says(told, WentBack))
            return Incomplete(address, "its server was switched over, failed over or restored since a person has last accepted it");
        if (IsOfRule(told)) return new InvalidOperationException($"The journal '{address}' refuses that: {words}", told);
        var (id, what) = told.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => (ErrorId.JournalAccessDenied, "does not let you in"),
            PostgresErrorCodes.InvalidCatalogName => (ErrorId.JournalUnreachable, "is not there: a person makes the database, with createdb"),
            PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction when reading => (ErrorId.JournalUnreadable, "may not be read by you"),
            PostgresErrorCodes.InsufficientPrivilege => (ErrorId.JournalUnwritable, "may not be written to by you"),
            PostgresErrorCodes.ReadOnlySqlTransaction => (ErrorId.JournalUnwritable, "takes no changes: it is a standby, or set to be read only"),
            PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory => (ErrorId.JournalFull, "has no room left"),
            PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable => (ErrorId.JournalLocked, "did not answer in time"),
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn
                or PostgresErrorCodes.InvalidSchemaName => (ErrorId.JournalCorrupt, "is damaged, or is no journal"),
            PostgresErrorCodes.UntranslatableCharacter => (ErrorId.JournalUnwritable, "is in a database that is not in UTF-8"),
            _ when IsAway(told) => (ErrorId.JournalUnreachable, "cannot be reached"),
            _ => (ErrorId.JournalUnwritable, "cannot be used"),
        };
        return new JournalException(id, address, $"The journal '{address}' {what} ({words}).", told);
    }

    private static bool Says(PostgresException told, string text) =>
        told.SqlState == PostgresErrorCodes.InvalidTextRepresentation && told.MessageText.Contains(text, StringComparison.Ordinal);

    // The server's words around it depend on its language.
    [GeneratedRegex(Closed + " (To|From) (.*?)[\"”»“]?$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex ClosedMove();

    private static bool IsOfCertificate(Exception exception) =>
        Chain(exception).Any(inner => inner is AuthenticationException or CryptographicException)
        || (exception is NpgsqlException and not PostgresException && exception.Message.Contains("SSL", StringComparison.Ordinal)
            && exception.InnerException is null);

    // The library does not say which of the reasons it is.
    private static string WhyUntrusted(Exception exception)
    {
        var words = Words(exception);
        if (Chain(exception).OfType<CryptographicException>().Any()) return $"was not connected to: a file with a certificate or a key cannot be used. {words}";
        if (!Chain(exception).OfType<AuthenticationException>().Any()) return $"offers no encrypted connection: {words}";
        return "could not prove who it is: its certificate is for another host than the address names, has expired, or is signed by nobody that is "
            + $"trusted here (sslrootcert names who is). {words}";
    }

    // The library wraps what the search for a password throws.
    private static JournalException? Named(Exception exception) => Chain(exception).OfType<JournalException>().FirstOrDefault();

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException) yield return exception;
    }

    private static string Words(Exception exception)
    {
        if (exception.InnerException is AggregateException { InnerExceptions: var hosts })
        {
            var told = hosts.Select(host => PlainText.Of(host is PostgresException answer ? answer.MessageText : host.Message, 200)).Distinct();
            return $"none of its hosts is a primary that answers. {string.Join("; ", told)}";
        }

        return exception is NpgsqlException { InnerException: null, Message: "No suitable host was found." }
            ? "none of its hosts is a primary: all that answer are standbys."
            : PlainText.Of(exception.GetBaseException().Message, 200);
    }
}
