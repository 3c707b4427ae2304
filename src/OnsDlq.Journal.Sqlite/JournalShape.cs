using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// Compares a file's schema with that of its version; a file with another schema is not a journal. A view in place of a table could run without
/// end, and a trigger could change what is written.
/// </summary>
/// <param name="steps">Step n brings a journal from version n to n + 1.</param>
internal sealed partial class JournalShape(IReadOnlyList<string> steps)
{
    // The tables that SQLite adds after ANALYZE.
    private static readonly string[] Statistics = ["table sqlite_stat1", "table sqlite_stat4"];

    private readonly ConcurrentDictionary<int, Dictionary<string, string>> _known = new();

    /// <summary>Gives the name of the first object that differs from the schema of that version; null where none does.</summary>
    public string? Differs(JournalConnection connection, int version)
    {
        var known = _known.GetOrAdd(version, Build);
        var found = Read(connection, known.Count + Statistics.Length + 1);
        foreach (var (name, sql) in found)
        {
            if (known.TryGetValue(name, out var expected) ? sql != expected : !Statistics.Contains(name)) return name;
        }

        return known.Keys.FirstOrDefault(name => !found.ContainsKey(name));
    }

    private Dictionary<string, string> Build(int version)
    {
        using var memory = JournalConnection.Open(":memory:", SqliteOpenMode.Memory, CancellationToken.None);
        foreach (var step in steps.Take(version)) memory.ExecuteOnce(step);
        return Read(memory, int.MaxValue);
    }

    private static Dictionary<string, string> Read(JournalConnection connection, int most)
    {
        using var rows = connection.Query("SELECT type, name, sql FROM sqlite_schema LIMIT @1", most);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        while (rows.Read())
        {
            // Line ends in this source depend on where it was compiled.
            var sql = rows.IsDBNull(2) ? "" : Blanks().Replace(rows.GetString(2), " ");
            if (!found.TryAdd($"{rows.GetString(0)} {rows.GetString(1)}", sql)) throw new InvalidDataException("It has two tables of one name.");
        }

        return found;
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
