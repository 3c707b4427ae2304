using System.Collections;
using System.Globalization;
using OnsDlq.Messages;

namespace OnsDlq.Formatting;

/// <summary>Makes text of unknown origin safe to show: it cannot move the cursor, change colours, ring, or turn the line round.</summary>
/// <remarks>Used by the module's format views.</remarks>
public static class Printable
{
    /// <summary>
    /// Gives the text with each control character as its picture (ESC as ␛) and each other invisible or direction-changing character
    /// as the replacement character; several values are joined by blanks.
    /// </summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => Clean(text),
        IEnumerable<KeyValuePair<string, string>> pairs => Clean(string.Join(", ", pairs.Select(pair => $"{pair.Key}={pair.Value}"))),
        IEnumerable<string> texts => Clean(string.Join(' ', texts)),
        // What comes out of a job has lists and dictionaries of another type.
        IDictionary pairs => Clean(string.Join(", ", pairs.Cast<DictionaryEntry>().Select(pair => $"{pair.Key}={pair.Value}"))),
        IEnumerable values => Clean(string.Join(' ', values.Cast<object?>())),
        IFormattable formattable => Clean(formattable.ToString(null, CultureInfo.CurrentCulture)),
        _ => Clean(value.ToString() ?? ""),
    };

    private static string Clean(string text) => SafeText.Of(text);
}
