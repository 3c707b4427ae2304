using System.Collections;
using System.Globalization;
using OnsDlq.Messages;

namespace OnsDlq.Formatting;

/// <summary>
/// Makes text of unknown origin safe to show: it cannot move the cursor, change colours, ring the bell, or change the direction of writing.
/// </summary>
/// <remarks>Used by the module's format views.</remarks>
public static class Printable
{
    /// <summary>
    /// Replaces each control character by its Unicode picture (ESC by ␛), and each other invisible or direction-changing character by the
    /// replacement character U+FFFD; several values are joined by spaces.
    /// </summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => Clean(text),
        IEnumerable<KeyValuePair<string, string>> pairs => Clean(string.Join(", ", pairs.Select(pair => $"{pair.Key}={pair.Value}"))),
        IEnumerable<string> texts => Clean(string.Join(' ', texts)),
        // Objects from a job are deserialized: their lists and dictionaries have other types.
        IDictionary pairs => Clean(string.Join(", ", pairs.Cast<DictionaryEntry>().Select(pair => $"{pair.Key}={pair.Value}"))),
        IEnumerable values => Clean(string.Join(' ', values.Cast<object?>())),
        IFormattable formattable => Clean(formattable.ToString(null, CultureInfo.CurrentCulture)),
        _ => Clean(value.ToString() ?? ""),
    };

    /// <summary>The beginning of a text, for an error: a file may have a text of any length.</summary>
    internal static string Brief(string text) => SafeText.Of(text, SafeText.LongestName);

    private static string Clean(string text) => SafeText.Of(text);
}
