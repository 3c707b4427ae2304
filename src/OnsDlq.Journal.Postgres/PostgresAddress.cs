using System.Globalization;
using System.Net;
using Npgsql;
using OnsDlq.Errors;

namespace OnsDlq.Journal.Postgres;

/// <summary>
/// The URI of a journal, read strictly: what is not understood is refused and not passed on. <see cref="JournalAddress"/> has refused passwords
/// and unknown settings before.
/// </summary>
/// <param name="Uri">The URI.</param>
/// <param name="Hosts">The hosts, in order, with their ports; a folder for a socket of this machine.</param>
/// <param name="Database">The database.</param>
/// <param name="User">The role; null for the one of PGUSER or of the system's user.</param>
/// <param name="Settings">The other settings by name, in lower case.</param>
internal sealed record PostgresAddress(
    string Uri, IReadOnlyList<(string Name, int Port)> Hosts, string Database, string? User, IReadOnlyDictionary<string, string> Settings)
{
    private const string Scheme = "postgresql://";
    private const int DefaultPort = 5432;

    private static readonly Dictionary<string, SslMode> SslModes = new(StringComparer.Ordinal)
    {
        ["disable"] = SslMode.Disable,
        ["allow"] = SslMode.Allow,
        ["prefer"] = SslMode.Prefer,
        ["require"] = SslMode.Require,
        ["verify-ca"] = SslMode.VerifyCA,
        ["verify-full"] = SslMode.VerifyFull,
    };

    private static readonly HashSet<string> Known =
        new(StringComparer.Ordinal) { "host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "passfile", "connect_timeout", "target_session_attrs" };

    /// <summary>Whether every host is this machine.</summary>
    public bool IsLocal => Hosts.All(host =>
        host.Name.StartsWith('/') || host.Name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Name, out var address) && IPAddress.IsLoopback(address)));

    /// <summary>How the connection is protected: off this machine the server's certificate and name are checked, unless the URI says otherwise.</summary>
    public SslMode Protection => Settings.TryGetValue("sslmode", out var mode) ? SslModes[mode] : IsLocal ? SslMode.Prefer : SslMode.VerifyFull;

    /// <summary>Reads a URI.</summary>
    /// <exception cref="JournalException">It is not understood.</exception>
    public static PostgresAddress Parse(string uri)
    {
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal)) throw Refuse(uri, "it has another scheme");
        var (rest, query) = Cut(uri[Scheme.Length..], '?');
        var (authority, database) = Cut(rest, '/');
        var (user, hosts) = authority.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at
            ? (Unescape(uri, authority[..at]), authority[(at + 1)..])
            : (null, authority);
        if (string.IsNullOrEmpty(database)) throw Refuse(uri, "it names no database");
        if (user?.Length == 0) throw Refuse(uri, "there is no user before the @");
        var settings = ReadSettings(uri, query ?? "");
        var named = ReadHosts(uri, hosts, settings);
        return new(uri, named, Unescape(uri, database), user, settings);
    }

    private static Dictionary<string, string> ReadSettings(string uri, string query)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (escaped, value) = Cut(pair, '=');
            var name = Unescape(uri, escaped).ToLowerInvariant();
            if (!Known.Contains(name)) throw Refuse(uri, $"the setting '{PlainText.Of(name, 40)}' is not supported here");
            if (string.IsNullOrEmpty(value)) throw Refuse(uri, $"the setting '{name}' has no value");
            if (!settings.TryAdd(name, Unescape(uri, value))) throw Refuse(uri, $"the setting '{name}' is there twice");
        }

        if (settings.TryGetValue("sslmode", out var mode) && !SslModes.ContainsKey(mode))
            throw Refuse(uri, $"sslmode is one of {string.Join(", ", SslModes.Keys)}");
        if (settings.TryGetValue("connect_timeout", out var seconds) && Number(seconds) is not (>= 1 and <= 600))
            throw Refuse(uri, "connect_timeout is a number of seconds from 1 to 600");
        if (settings.TryGetValue("target_session_attrs", out var kind) && kind is not ("primary" or "read-write"))
            throw Refuse(uri, "a journal is written to, so target_session_attrs is primary or read-write, which is also done without it");
        return settings;
    }

    private static (string Name, int Port)[] ReadHosts(string uri, string hosts, Dictionary<string, string> settings)
    {
        var port = settings.TryGetValue("port", out var common) ? ReadPort(uri, common) : DefaultPort;
        if (settings.TryGetValue("host", out var given))
        {
            if (hosts.Length > 0) throw Refuse(uri, "the host is there twice");
            return [(given, port)];
        }

        if (hosts.Length == 0) throw Refuse(uri, "it names no host; the folder of a socket is named as ?host=/var/run/postgresql");
        return [.. hosts.Split(',').Select(ReadHost)];

        (string, int) ReadHost(string text)
        {
            // An IPv6 address is in brackets.
            var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) + 1 : text.IndexOf(':', StringComparison.Ordinal);
            if (end < 0) end = text.Length;
            var name = Unescape(uri, text[..end].Trim('[', ']'));
            if (name.Length == 0) throw Refuse(uri, "a host has no name");
            return (name, end < text.Length ? ReadPort(uri, text[(end + 1)..]) : port);
        }
    }

    private static int ReadPort(string uri, string text) => Number(text) is >= 1 and <= 65535 and var port ? port : throw Refuse(uri, "a port is a number from 1 to 65535");

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static (string Before, string? After) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var place ? (text[..place], text[(place + 1)..]) : (text, null);

    private static string Unescape(string uri, string text)
    {
        var plain = System.Uri.UnescapeDataString(text);
        return plain.Any(char.IsControl) ? throw Refuse(uri, "it holds a control character") : plain;
    }

    private static JournalException Refuse(string uri, string why) => new(
        ErrorId.InvalidJournal, uri,
        $"The journal's URI is not understood: {why}. It is of the form postgresql://user@host:port/database?sslmode=verify-full.");
}
