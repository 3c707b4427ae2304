using System.Text;

namespace OnsDlq.Journal.Postgres;

/// <summary>
/// Text as PostgreSQL can store it. It accepts every character except U+0000, so that one is written as U+FFFF (which is no character and in no
/// text of a service) and a digit. Halves of surrogate pairs, which are no characters either, become U+FFFD.
/// </summary>
internal static class SqlText
{
    private const char Mark = '\uFFFF', Zero = '0', Itself = '1';

    /// <summary>Gives the text to store.</summary>
    public static string? Store(string? text)
    {
        if (text is null || IsPlain(text)) return text;
        var stored = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is 0 or Mark) stored.Append(Mark).Append(rune.Value == 0 ? Zero : Itself);
            else stored.Append(rune);
        }

        return stored.ToString();
    }

    /// <summary>Gives the text that was stored.</summary>
    public static string Read(string stored) => stored.Contains(Mark, StringComparison.Ordinal)
        ? stored.Replace("\uFFFF0", "\0", StringComparison.Ordinal).Replace("\uFFFF1", "\uFFFF", StringComparison.Ordinal)
        : stored;

    private static bool IsPlain(string text)
    {
        foreach (var character in text)
        {
            if (character is '\0' or Mark || char.IsSurrogate(character)) return false;
        }

        return true;
    }
}
