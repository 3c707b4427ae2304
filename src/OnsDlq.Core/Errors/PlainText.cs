using System.Globalization;
using System.Text;

namespace OnsDlq.Errors;

/// <summary>Makes text from outside fit to be shown: one line, no control or formatting characters, no user of a URI, of bounded length.</summary>
internal static class PlainText
{
    /// <summary>Cleans a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most characters that are kept; what was cut off is shown by an ellipsis.</param>
    public static string Of(string text, int longest)
    {
        text = UserInfo.Strip(text);

        // IDs and codes, which every answer has, are plain already.
        if (text.Length <= longest && !text.AsSpan().ContainsAnyExceptInRange('!', '~')) return text;
        var plain = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length >= longest) return plain.ToString().TrimEnd() + "…";
            var blank = Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;
            if (!blank) plain.Append(rune.ToString());
            else if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
        }

        return plain.ToString().TrimEnd();
    }
}
