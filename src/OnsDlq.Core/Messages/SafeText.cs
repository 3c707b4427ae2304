using System.Globalization;
using System.Text;

namespace OnsDlq.Messages;

/// <summary>
/// Makes text of unknown origin safe to store and to show: it cannot move the cursor, change colours, ring the bell, or change the direction of
/// writing.
/// </summary>
/// <remarks>The replacement characters do not occur in the service's names and IDs, so a cleaned ID never equals that of another
/// message.</remarks>
internal static class SafeText
{
    /// <summary>The most characters of a name or an ID that are kept; the service's are much shorter.</summary>
    public const int LongestName = 256;

    /// <summary>The most characters of a property that are kept; all properties of one message have at most 32,767 bytes (RocketMQ).</summary>
    public const int LongestProperty = 32 * 1024;

    private const char FirstControlPicture = '\u2400';
    private const char DeletePicture = '\u2421';
    private const char ZeroWidthNonJoiner = '\u200C';
    private const char ZeroWidthJoiner = '\u200D';
    private const char Ellipsis = '…';

    /// <summary>
    /// Replaces each control character by its Unicode picture (ESC by ␛), and each other invisible or direction-changing character by the
    /// replacement character U+FFFD.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most characters to keep; a longer text ends with an ellipsis.</param>
    /// <param name="keepLines">Whether tabs and line ends are kept.</param>
    public static string Of(string text, int longest = int.MaxValue, bool keepLines = false)
    {
        // Fast path: most texts need no change.
        if (text.Length <= longest && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var clean = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= longest) return clean.Append(Ellipsis).ToString();
            clean.Append(keepLines && rune.Value is ('\t' or '\r' or '\n') ? rune : Shown(rune));
        }

        return clean.Length == text.Length && clean.Equals(text) ? text : clean.ToString();
    }

    private static Rune Shown(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control when rune.Value < ' ' => new Rune((char)(FirstControlPicture + rune.Value)),
        UnicodeCategory.Control when rune.Value == 0x7F => new Rune(DeletePicture),
        // Emoji and several scripts need the joiners, which are harmless.
        UnicodeCategory.Format when rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner => rune,
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            => Rune.ReplacementChar,
        _ => rune,
    };
}
