namespace OnsDlq.Journal.Sqlite;

/// <summary>Names a file to SQLite together with how it is to be opened (sqlite.org/uri.html).</summary>
internal static class JournalUri
{
    public static string Of(string path, string query)
    {
        var escaped = string.Join('/', path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));
        return $"file:{(escaped.StartsWith('/') ? "" : "/")}{escaped}?{query}";
    }
}
