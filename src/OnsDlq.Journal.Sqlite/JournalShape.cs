using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// How the tables of each version are built: whoever finds others has no journal. A view in place of a table may never end, and a trigger
/// changes what is written.
/// </summary>
/// <param name="steps">Step n brings a journal from version n to n + 1.</param>
internal sealed partial class JournalShape(IReadOnlyList<string> steps)
{
    // What SQLite itself adds where somebody has a journal analyzed.
    private static readonly string[] Statistics = ["table sqlite_stat1", "table sqlite_stat4"];

    private readonly ConcurrentDictionary<int, Dictionary<string, string>> _known = new();

    /// <summary>Looks whether everything is built as it is in that version; gives the name of what is not, null where everything is.</summary>
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
            // Where a line of this source ends depends on where it was compiled.
            var sql = rows.IsDBNull(2) ? "" : Blanks().Replace(rows.GetString(2), " ");
            if (!found.TryAdd($"{rows.GetString(0)} {rows.GetString(1)}", sql)) throw new InvalidDataException("It has two tables of one name.");
        }

        return found;
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
