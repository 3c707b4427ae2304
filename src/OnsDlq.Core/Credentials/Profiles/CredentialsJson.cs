using System.Globalization;
using System.Text.Json;

namespace OnsDlq.Credentials.Profiles;

/// <summary>
/// Reads members of the JSON that holds keys, which may be edited by hand: absent, null and blank are one, and a number or a flag may stand in
/// quotes.
/// </summary>
internal static class CredentialsJson
{
    /// <summary>A text without blanks around it; null where there is none.</summary>
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

    /// <summary>A whole number; null where there is none, or where it is not one.</summary>
    public static int? Number(JsonElement element, string name) =>
        int.TryParse(Text(element, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A flag; null where there is none.</summary>
    public static bool? Flag(JsonElement element, string name) => bool.TryParse(Text(element, name), out var flag) ? flag : null;
}
