using System.Globalization;
using System.Text.Json;
using OnsDlq.Messages;

namespace OnsDlq.Transport;

/// <summary>Reads JSON members tolerantly: what is missing, null or of an unexpected type is null, and numbers may be text.</summary>
internal static class JsonMembers
{
    // One day before the maximum, so that the conversion to any time zone is possible.
    private static readonly long LatestMoment = DateTimeOffset.MaxValue.AddDays(-1).ToUnixTimeMilliseconds();

    /// <summary>A member that exists and is not null; null where the parent is not an object.</summary>
    public static JsonElement? Member(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    /// <summary>A member as text: a string, or a number or Boolean as it is written.</summary>
    public static string? Text(this JsonElement parent, string name) => parent.Member(name)?.Text();

    /// <summary>A member as text that is safe to keep and to show, of bounded length.</summary>
    public static string? Name(this JsonElement parent, string name, int longest = SafeText.LongestName) =>
        parent.Text(name) is { } text ? SafeText.Of(text, longest) : null;

    /// <summary>A value as text: a string, or a number or Boolean as it is written.</summary>
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
                    return value.GetRawText().Trim('"'); // a lone surrogate, escaped: not valid text, but it can be shown
                }

            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return value.GetRawText();
            default:
                return null;
        }
    }

    /// <summary>An integer, given as number or as text.</summary>
    public static long? Integer(this JsonElement parent, string name) =>
        long.TryParse(parent.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An integer of 32 bits, given as number or as text.</summary>
    public static int? SmallInteger(this JsonElement parent, string name) =>
        parent.Integer(name) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;

    /// <summary>A number with a fraction, given as number or as text; null where it is not finite.</summary>
    public static double? Real(this JsonElement parent, string name) =>
        double.TryParse(parent.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>A Boolean, given as such or as text.</summary>
    public static bool? Truth(this JsonElement parent, string name) => bool.TryParse(parent.Text(name), out var truth) ? truth : null;

    /// <summary>
    /// A time in ms since 1970-01-01 UTC, given as number or as text, converted to local time; null for 0 and for impossible times.
    /// </summary>
    public static DateTimeOffset? LocalTime(this JsonElement parent, string name) =>
        parent.Integer(name) is { } ms && ms > 0 && ms <= LatestMoment ? DateTimeOffset.FromUnixTimeMilliseconds(ms).ToLocalTime() : null;

    /// <summary>
    /// A list: a plain array, or the API's usual object with one member that holds the array (ons-api facts 0); a single value stands for a list
    /// of one. Nulls in it are left out.
    /// </summary>
    /// <param name="parent">The object that holds the list.</param>
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
    /// Whether an object anywhere in a value has a member twice (ignoring case), so that it is not known which one counts, or a member name that
    /// is not valid text.
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
            return true; // a lone surrogate, escaped
        }
    }
}
