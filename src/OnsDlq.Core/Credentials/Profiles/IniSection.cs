namespace OnsDlq.Credentials.Profiles;

/// <summary>One section of a credentials file. Not a record: ToString must not show keys.</summary>
internal sealed class IniSection(string name, string location)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public string Name => name;

    /// <summary>A value; null where there is none or it is blank.</summary>
    public string? this[string key] => _values.TryGetValue(key, out var value) && value.Length > 0 ? value : null;

    /// <summary>
    /// Reads the sections of a file: <c>[name]</c>, <c>key = value</c>, comments after <c>#</c> or <c>;</c> at the start of a line or after a
    /// space, as in the official examples. A section that occurs twice is merged; the later value counts.
    /// </summary>
    public static IReadOnlyDictionary<string, IniSection> Parse(string text, string location)
    {
        var sections = new Dictionary<string, IniSection>(StringComparer.Ordinal);
        IniSection? current = null;
        foreach (var raw in text.Split('\n'))
        {
            var line = WithoutComment(raw);
            if (line is ['[', .., ']'])
            {
                var name = line[1..^1].Trim();
                if (!sections.TryGetValue(name, out current)) sections[name] = current = new IniSection(name, location);
            }
            else if (current is not null && line.IndexOf('=', StringComparison.Ordinal) is var at and > 0)
            {
                current._values[line[..at].Trim()] = line[(at + 1)..].Trim();
            }
        }

        return sections;
    }

    /// <inheritdoc/>
    public override string ToString() => $"section [{name}] of {location}";

    private static string WithoutComment(string line)
    {
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] is '#' or ';' && (at == 0 || char.IsWhiteSpace(line[at - 1])))
                return line[..at].Trim();
        }

        return line.Trim();
    }
}
