using System.Globalization;
using System.Text;

namespace OnsDlq.Errors;

/// <summary>
/// Makes text from outside safe to show: one line, no control or formatting characters, no user or password of a URI, of limited length.
/// </summary>
internal static class PlainText
{
    /// <summary>Cleans a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most characters to keep; a longer text ends with an ellipsis.</param>
    public static string Of(string text, int longest)
    {
        text = UserInfo.Strip(text);

        // Fast path for IDs and codes, which every answer has.
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
