using System.Globalization;
using System.Text.Json;
using OnsDlq.Messages;

namespace OnsDlq.Transport;

/// <summary>Reads members the tolerant way: what is missing, null or of an unexpected kind is null, and numbers may come as text.</summary>
internal static class JsonMembers
{
    // A day before the last that there is, so that no time zone leads beyond it.
    private static readonly long LatestMoment = DateTimeOffset.MaxValue.AddDays(-1).ToUnixTimeMilliseconds();

    /// <summary>A member that is there and not null; null where the parent is no object.</summary>
    public static JsonElement? Member(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    /// <summary>A member as text: a string, or a number or truth value as it is written.</summary>
    public static string? Text(this JsonElement parent, string name) => parent.Member(name)?.Text();

    /// <summary>A member as text that is safe to keep and to show, of bounded length.</summary>
    public static string? Name(this JsonElement parent, string name, int longest = SafeText.LongestName) =>
        parent.Text(name) is { } text ? SafeText.Of(text, longest) : null;

    /// <summary>A value as text: a string, or a number or truth value as it is written.</summary>
    public static string? Text(this JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                try
                {
                    return value.GetString();
                }
                catch (InvalidOperationException)
                {
                    return value.GetRawText().Trim('"'); // an escaped surrogate without its pair: no text, but still to be shown
                }

            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return value.GetRawText();
            default:
                return null;
        }
    }

    /// <summary>A whole number, given as number or as text.</summary>
    public static long? Integer(this JsonElement parent, string name) =>
        long.TryParse(parent.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A whole number of 32 bits, given as number or as text.</summary>
    public static int? SmallInteger(this JsonElement parent, string name) =>
        parent.Integer(name) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;

    /// <summary>A truth value, given as such or as text.</summary>
    public static bool? Truth(this JsonElement parent, string name) => bool.TryParse(parent.Text(name), out var truth) ? truth : null;

    /// <summary>A moment in ms since 1970-01-01 UTC, given as number or as text, in local time; null for 0 and for what no clock shows.</summary>
    public static DateTimeOffset? LocalTime(this JsonElement parent, string name) =>
        parent.Integer(name) is { } ms && ms > 0 && ms <= LatestMoment ? DateTimeOffset.FromUnixTimeMilliseconds(ms).ToLocalTime() : null;

    /// <summary>
    /// A list: a bare array, or the API's usual object with one member that holds the array (ons-api facts 0); a single value stands for
    /// a list of one. Nulls in it are left out.
    /// </summary>
    /// <param name="parent">What holds the list.</param>
    /// <param name="name">The list's member.</param>
    /// <param name="wrapper">The member inside that holds the array.</param>
    public static IEnumerable<JsonElement> List(this JsonElement parent, string name, string wrapper)
    {
        var list = parent.Member(name);
        if (list is { ValueKind: JsonValueKind.Object } wrapped && wrapped.TryGetProperty(wrapper, out _)) list = wrapped.Member(wrapper);
        else if (list is { ValueKind: JsonValueKind.Object } empty && !empty.EnumerateObject().Any()) list = null;
        return list switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Where(item => item.ValueKind != JsonValueKind.Null),
            { } single => [single],
        };
    }

    /// <summary>
    /// Whether an object anywhere in a value names a member twice, upper and lower case being one, so that nobody can say which of the
    /// two counts; or names one by what is no text.
    /// </summary>
    public static bool RepeatsName(this JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array) return value.EnumerateArray().Any(RepeatsName);
        if (value.ValueKind != JsonValueKind.Object) return false;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            return value.EnumerateObject().Any(member => !names.Add(member.Name) || member.Value.RepeatsName());
        }
        catch (InvalidOperationException)
        {
            return true; // an escaped surrogate without its pair
        }
    }
}
