namespace OnsDlq.Sandbox.Identity;

/// <summary>Patterns with <c>*</c> (any number of characters) and <c>?</c> (one), or everything except them.</summary>
internal sealed class WildcardSet(IReadOnlyList<string> patterns, StringComparison comparison, bool inverted)
{
    /// <summary>Whether the text is in the set.</summary>
    public bool Contains(string text) => patterns.Any(pattern => Matches(pattern, text)) != inverted;

    private bool Matches(string pattern, string text)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || string.Compare(pattern, p, text, t, 1, comparison) == 0))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }
}
