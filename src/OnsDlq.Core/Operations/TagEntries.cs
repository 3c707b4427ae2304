using System.Text.Json;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>Reads the tags of an instance or a group.</summary>
internal static class TagEntries
{
    /// <summary>Reads the tags by key; the first of two with one key counts.</summary>
    public static IReadOnlyDictionary<string, string> Read(JsonElement entry)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in entry.List("Tags", "Tag"))
            if (tag.Name("Key") is { Length: > 0 } key) tags.TryAdd(key, tag.Name("Value") ?? "");
        return tags;
    }
}
