using System.Text.RegularExpressions;
using OnsDlq.Errors;

namespace OnsDlq.Journal;

/// <summary>
/// Separates valid addresses of journals from those that may hold a secret. A refused address is not repeated, neither in the error's message
/// nor as its target: it is not known which part is the secret.
/// </summary>
internal static partial class JournalAddress
{
    private const string NoPassword =
        "Leave passwords out: they are kept in the password file (~/.pgpass) or in PGPASSWORD.";

    // The settings of the PostgreSQL libraries that are not secret (libpq, "Parameter Key Words"). Any other setting in a URI may be one.
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "host", "hostaddr", "port", "dbname", "user", "passfile", "service", "connect_timeout", "client_encoding", "application_name",
        "fallback_application_name", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout",
        "sslmode", "sslnegotiation", "sslcert", "sslkey", "sslrootcert", "sslcrl", "sslcrldir", "sslsni", "ssl_min_protocol_version",
        "ssl_max_protocol_version", "channel_binding", "require_auth", "requirepeer", "gssencmode", "krbsrvname", "gsslib",
        "target_session_attrs", "load_balance_hosts",
    };

    /// <summary>Checks a text before it is used in any way, such as made a full path.</summary>
    /// <exception cref="JournalException">It is a connection string, or an address that may hold a password.</exception>
    public static void Check(string text)
    {
        if (Setting().IsMatch(text) || Secret().IsMatch(text))
        {
            throw Refuse(
                "connection string",
                $"A journal is a path or a postgresql:// URI. What was given looks like a connection string, and is not repeated here: it may hold a password. {NoPassword}");
        }

        if (Unslashed().IsMatch(text) || Credentials().IsMatch(text))
        {
            throw Refuse(
                "address",
                $"A journal is a path or a postgresql:// URI. What was given is neither, and is not repeated here: it may hold a password. {NoPassword}");
        }
    }

    /// <summary>Checks the rest of a PostgreSQL URI, after its scheme and slashes, and gives it unchanged.</summary>
    /// <exception cref="JournalException">It may hold a password.</exception>
    public static string CheckPostgres(string rest)
    {
        if (!Postgres().IsMatch(rest))
        {
            throw Refuse(
                "postgresql://…",
                $"The journal's URI holds a password, or is not of the form postgresql://user@host:port/database?name=value. {NoPassword}");
        }

        var query = rest.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0 && rest[(query + 1)..].Split('&').Any(pair => !Harmless.Contains(Uri.UnescapeDataString(pair.Split('=')[0]))))
        {
            throw Refuse(
                "postgresql://…", $"The journal's URI holds a password, or a setting that is not known here and might be one. {NoPassword}");
        }

        return rest;
    }

    /// <summary>The error for a URI with another scheme; it shows the scheme only.</summary>
    public static JournalException Foreign(string scheme) => SchemeName().IsMatch(scheme)
        ? Refuse(scheme + "://…", $"A journal is a path or a postgresql:// URI; '{scheme}://' is neither.")
        : Refuse("address", "A journal is a path or a postgresql:// URI; what was given is neither, and is not repeated here.");

    private static JournalException Refuse(string place, string message) => new(ErrorId.InvalidJournal, place, message);

    // The beginning of a connection string: a setting of the libraries of PostgreSQL or of another database.
    [GeneratedRegex(
        @"^[\s;'""]*(host|hostaddr|server|address|addr|network\s?address|data\s?source|datasource|file\s?name|uri|url|dsn|driver|provider|port|service|database|db|dbname|initial\s?catalog|user|user\s?name|user\s?id|uid|login|pass|passwd|password|pwd|passfile|sslmode|ssl\s?mode|application\s?name|encryption\s?key)\s*=",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Setting();

    // Anywhere in the text: no path has a part of this form by chance.
    [GeneratedRegex(@"[;?&\s](ssl)?(pass|passwd|password|pwd|secret)\s*=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();

    [GeneratedRegex(@"^\s*(jdbc:)?postgres(ql)?:(?!//)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unslashed();

    [GeneratedRegex(@"^(?![^/\\]*://)[^/\\]*:[^/\\]*@", RegexOptions.CultureInvariant)]
    private static partial Regex Credentials();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.-]{0,30}$", RegexOptions.CultureInvariant)]
    private static partial Regex SchemeName();

    // A user without a colon (percent-encoded or not); hosts with numeric ports; a database; settings. No other @ is allowed.
    [GeneratedRegex(
        @"^(?:(?:(?!%3a)[^\s:@/?#;])*@)?(?:(?:\[[0-9a-f:.%]*\]|[^\s:,@/?#;\[\]]*)(?::[0-9]*)?)(?:,(?:\[[0-9a-f:.%]*\]|[^\s:,@/?#;\[\]]*)(?::[0-9]*)?)*(?:/[^\s@?#;]*)?(?:\?[^\s@?#;]*)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Postgres();
}
