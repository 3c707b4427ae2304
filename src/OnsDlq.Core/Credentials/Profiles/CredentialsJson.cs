using System.Globalization;
using System.Text.Json;

namespace OnsDlq.Credentials.Profiles;

/// <summary>
/// Reads members of JSON with keys, which may be edited by hand: absent, null and blank are the same, and a number or a Boolean may be in
/// quotes.
/// </summary>
internal static class CredentialsJson
{
    /// <summary>A text, trimmed; null where there is none.</summary>
    public static string? Text(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value)) return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };
        return text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }

    /// <summary>An integer; null where there is none, or where it is not an integer.</summary>
    public static int? Number(JsonElement element, string name) =>
        int.TryParse(Text(element, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A Boolean; null where there is none.</summary>
    public static bool? Flag(JsonElement element, string name) => bool.TryParse(Text(element, name), out var flag) ? flag : null;
}
