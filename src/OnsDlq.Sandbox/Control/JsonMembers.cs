using System.Globalization;
using System.Text.Json;

namespace OnsDlq.Sandbox.Control;

/// <summary>
/// Reads one JSON object strictly: a member that is never read is an error, so that a misspelt one is not silently ignored. A member that is
/// null counts as absent. Every reader throws <see cref="SandboxInputException"/> on a value of the wrong type.
/// </summary>
internal sealed class JsonMembers
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly string _what;

    /// <summary>Reads the members of an object.</summary>
    /// <param name="element">The element, which should be an object.</param>
    /// <param name="what">Its name in errors, such as "rule 2".</param>
    /// <exception cref="SandboxInputException">It is not an object, or has a member twice.</exception>
    public JsonMembers(JsonElement element, string what)
    {
        _what = what;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new SandboxInputException($"{what} has to be a JSON object, not {Kind(element)}.");
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!_members.TryAdd(member.Name, member.Value))
            {
                throw new SandboxInputException($"{what} has the member '{member.Name}' twice.");
            }
        }
    }

    /// <summary>Whether the member exists and is not null.</summary>
    public bool Has(string name) => Take(name) is not null;

    /// <summary>The member unchanged, or null when absent.</summary>
    public JsonElement? Take(string name)
    {
        _asked.Add(name);
        return _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>A string, or null when absent.</summary>
    public string? Text(string name) =>
        Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Wrong(name, "a string", value);

    /// <summary>A required string, not empty.</summary>
    public string RequiredText(string name) =>
        Text(name) is { Length: > 0 } text ? text : throw new SandboxInputException($"{_what} needs the member '{name}', a non-empty string.");

    /// <summary>An integer within bounds, or null when absent.</summary>
    public long? Whole(string name, long least, long most) =>
        Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most ? number
        : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"), value);

    /// <summary>A number within bounds, or null when absent.</summary>
    public double? Number(string name, double least, double most) =>
        Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most ? number
        : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"), value);

    /// <summary>True or false, or null when absent.</summary>
    public bool? Flag(string name) =>
        Take(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Wrong(name, "true or false", value);

    /// <summary>A list of strings; an empty one when absent.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        Take(name) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : throw Wrong(name, "a list of strings", value);

    /// <summary>Strings by name; none when absent.</summary>
    public IReadOnlyDictionary<string, string> NamedTexts(string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Take(name) is not { } element)
        {
            return texts;
        }

        // The reader checks that it is an object without duplicate members.
        var reader = new JsonMembers(element, $"'{name}'");
        foreach (var one in element.EnumerateObject().Select(member => member.Name))
        {
            texts.Add(one, reader.Text(one) ?? throw new SandboxInputException($"'{name}': '{one}' has to be a string."));
        }

        return texts;
    }

    /// <summary>A time in Unix ms, given as a time with an offset under one name or as Unix ms under another; null when absent.</summary>
    public long? Moment(string timeName, string? millisecondsName)
    {
        var time = Text(timeName);
        var milliseconds = millisecondsName is null ? null : Whole(millisecondsName, 0, 253_402_300_799_999);
        if (time is null)
        {
            return milliseconds;
        }

        if (milliseconds is not null)
        {
            throw new SandboxInputException($"{_what} has both '{timeName}' and '{millisecondsName}': give one.");
        }

        // A time without an offset is refused: it would depend on the machine's time zone.
        return DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            && moment.ToUnixTimeMilliseconds() is >= 0 and var parsed
            ? parsed
            : throw Wrong(timeName, "a time such as 2026-11-23T08:00:00Z", Take(timeName)!.Value);
    }

    /// <summary>One of the given words, or null when absent.</summary>
    public string? OneOf(string name, params string[] words) =>
        Text(name) is not { } text ? null
        : words.Contains(text, StringComparer.Ordinal) ? text
        : throw Wrong(name, string.Join(" or ", words), Take(name)!.Value);

    /// <summary>Called after all members are read.</summary>
    /// <exception cref="SandboxInputException">There is an unknown member.</exception>
    public void End()
    {
        foreach (var name in _members.Keys)
        {
            if (!_asked.Contains(name))
            {
                throw new SandboxInputException(
                    $"{_what} has the unknown member '{name}'; known are {string.Join(", ", _asked.Order(StringComparer.Ordinal))}.");
            }
        }
    }

    private SandboxInputException Wrong(string name, string wanted, JsonElement value) =>
        new($"{_what}: '{name}' has to be {wanted}, not {Shown(value)}.");

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.Undefined => "nothing",
        _ => Shown(element),
    };

    private static string Shown(JsonElement value) => value.GetRawText() is { Length: <= 60 } text ? text : value.GetRawText()[..60] + "…";
}
