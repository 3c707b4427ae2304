using System.Globalization;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>A filter by tags: <c>Tag.N.Key</c>, and optionally <c>Tag.N.Value</c> (META, at most 20).</summary>
/// <param name="wanted">The tags; null for any value.</param>
internal sealed class TagFilter(IReadOnlyList<KeyValuePair<string, string?>> wanted)
{
    private const int Most = 20;

    /// <summary>Reads the filter of a call.</summary>
    /// <exception cref="OperationError">There are too many tags, or a value without a key.</exception>
    public static TagFilter Of(OperationCall call)
    {
        var wanted = new List<KeyValuePair<string, string?>>();
        var numbers = call.Parameters.Keys.Where(name => name.StartsWith("Tag.", StringComparison.Ordinal)).Select(NumberIn).Distinct();
        foreach (var number in numbers)
        {
            if (number is < 1 or > Most) throw ServiceErrors.FieldCheck($"Tag.N is from 1 to {Most}.");
            var name = string.Create(CultureInfo.InvariantCulture, $"Tag.{number}.");
            wanted.Add(new(call.Required(name + "Key"), call.Optional(name + "Value")));
        }

        return new TagFilter(wanted);
    }

    /// <summary>Whether something has all the tags.</summary>
    public bool Fits(IReadOnlyDictionary<string, string> tags) =>
        wanted.All(tag => tags.TryGetValue(tag.Key, out var value) && (tag.Value is null || tag.Value == value));

    private static int NumberIn(string name) =>
        name.Split('.') is ["Tag", var number, "Key" or "Value"] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
}
