namespace OnsDlq.Journal.Sqlite;

/// <summary>Makes the URI by which SQLite opens a file, with options (sqlite.org/uri.html).</summary>
internal static class JournalUri
{
    public static string Of(string path, string query)
    {
        var escaped = string.Join('/', path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));
        return $"file:{(escaped.StartsWith('/') ? "" : "/")}{escaped}?{query}";
    }
}
