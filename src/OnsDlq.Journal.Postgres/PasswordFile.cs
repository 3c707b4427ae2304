namespace OnsDlq.Journal.Postgres;

/// <summary>
/// The text of a password file, by the rules of PostgreSQL's own programs (libpq, "The Password File"): lines of
/// <c>host:port:database:user:password</c>, of which the first that fits is taken. The library's own reading fails at any other line.
/// </summary>
internal static class PasswordFile
{
    // The folders that PostgreSQL's own programs look for a socket in: a socket there counts as localhost.
    private static readonly HashSet<string> SocketFolders = new(StringComparer.Ordinal) { "/tmp", "/var/run/postgresql", "/run/postgresql" };

    /// <summary>The password of the first line that fits; null for none.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="host">The host, or the folder of a socket.</param>
    /// <param name="more">Port, database and role.</param>
    public static string? Find(string text, string host, params string[] more)
    {
        string[] wanted = [SocketFolders.Contains(host) ? "localhost" : host, .. more];
        return text.Split('\n').Select(line => Password(line.TrimEnd('\r'), wanted)).FirstOrDefault(password => password is { Length: > 0 });
    }

    private static string? Password(string line, string[] wanted)
    {
        if (line.StartsWith('#')) return null;
        var at = 0;
        foreach (var value in wanted)
        {
            var isAny = line.AsSpan(at).StartsWith("*:");
            var field = Field(line, ref at);
            if (at > line.Length || (!isAny && field != value)) return null;
        }

        return Field(line, ref at);
    }

    // Up to the next colon. A backslash takes away the meaning of the character after it. Behind the last field, the position is past the end.
    private static string Field(string line, ref int at)
    {
        var field = new System.Text.StringBuilder();
        for (; at < line.Length && line[at] != ':'; at++)
        {
            if (line[at] == '\\' && at + 1 < line.Length) at++;
            field.Append(line[at]);
        }

        at++;
        return field.ToString();
    }
}
