using System.Collections;
using System.Globalization;
using System.Text;

namespace OnsDlq.Formatting;

/// <summary>Makes text of unknown origin safe to show: it cannot move the cursor, change colours, ring, or turn the line round.</summary>
/// <remarks>Used by the module's format views.</remarks>
public static class Printable
{
    private const char FirstControlPicture = '\u2400';
    private const char DeletePicture = '\u2421';
    private const char ZeroWidthNonJoiner = '\u200C';
    private const char ZeroWidthJoiner = '\u200D';

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

    private static string Clean(string text)
    {
        var needed = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Shown(rune) == rune) continue;
            needed = true;
            break;
        }

        if (!needed && IsWellFormed(text)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(Shown(rune));
        return clean.ToString();
    }

    /// <summary>EnumerateRunes gives the replacement character for half a surrogate pair, which then equals what is shown.</summary>
    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!Rune.TryGetRuneAt(text, i, out _)) return false;
            i++;
        }

        return true;
    }

    private static Rune Shown(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control when rune.Value < ' ' => new Rune((char)(FirstControlPicture + rune.Value)),
        UnicodeCategory.Control when rune.Value == 0x7F => new Rune(DeletePicture),
        // Emoji and several scripts are written with the joiners, which disturb nothing.
        UnicodeCategory.Format when rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner => rune,
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            => Rune.ReplacementChar,
        _ => rune,
    };
}
