using System.Globalization;
using System.Text;

namespace OnsDlq.Messages;

/// <summary>Makes text of unknown origin safe to keep and to show: it cannot move the cursor, change colours, ring, or turn the line round.</summary>
/// <remarks>What stands in for a character is in no name and no ID of the service, so that no cleaned ID is another message's.</remarks>
internal static class SafeText
{
    /// <summary>The most characters of a name or an ID that are kept: none of the service's comes near.</summary>
    public const int LongestName = 256;

    /// <summary>The most characters of a property that are kept: those of one message have 32,767 bytes together (RocketMQ).</summary>
    public const int LongestProperty = 32 * 1024;

    private const char FirstControlPicture = '\u2400';
    private const char DeletePicture = '\u2421';
    private const char ZeroWidthNonJoiner = '\u200C';
    private const char ZeroWidthJoiner = '\u200D';
    private const char Ellipsis = '…';

    /// <summary>
    /// Gives the text with each control character as its picture (ESC as ␛) and each other invisible or direction-changing character
    /// as the replacement character.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most characters that are kept; what was cut off is shown by an ellipsis.</param>
    /// <param name="keepLines">Whether tabs and the ends of lines stay as they are.</param>
    public static string Of(string text, int longest = int.MaxValue, bool keepLines = false)
    {
        // Most texts are plain already.
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
        // Emoji and several scripts are written with the joiners, which disturb nothing.
        UnicodeCategory.Format when rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner => rune,
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            => Rune.ReplacementChar,
        _ => rune,
    };
}
