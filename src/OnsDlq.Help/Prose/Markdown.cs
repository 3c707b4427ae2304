using System.Text.RegularExpressions;

namespace OnsDlq.Help.Prose;

/// <summary>Reads the subset of Markdown that help needs: headings, paragraphs, lists, fenced code, and inline code.</summary>
internal static partial class Markdown
{
    /// <summary>The blocks of a file.</summary>
    /// <exception cref="HelpException">A code fence is not closed.</exception>
    public static IEnumerable<Block> Read(string file, IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var (line, begin) = (lines[i], i + 1);
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                var end = Enumerable.Range(begin, lines.Count - begin).FirstOrDefault(j => lines[j].TrimEnd() == "```", -1);
                if (end < 0) throw new HelpException(file, "Close the code that begins here with a line ```.", begin);
                yield return new Block(begin, 0, true, string.Join('\n', lines.Skip(begin).Take(end - begin)));
                i = end;
            }
            else if (Heading().Match(line) is { Success: true } heading)
            {
                yield return new Block(begin, heading.Groups["marks"].Length, false, heading.Groups["text"].Value.Trim());
            }
            else if (line.Trim().Length > 0)
            {
                while (i + 1 < lines.Count && !EndsParagraph().IsMatch(lines[i + 1])) line += " " + lines[++i].Trim();
                yield return new Block(begin, 0, false, Plain(ListMark().Replace(line.Trim(), "- ")));
            }
        }
    }

    /// <summary>Text without the marks of inline code; a link is replaced by its address.</summary>
    private static string Plain(string text) => Inline().Replace(text, match =>
        match.Groups["code"].Success ? match.Groups["code"].Value
        : match.Groups["escaped"].Success ? match.Groups["escaped"].Value
        : $"{match.Groups["words"].Value} ({match.Groups["address"].Value})");

    [GeneratedRegex(@"^(?<marks>#{1,6})\s+(?<text>.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\s*$|^#{1,6}\s|^```|^\s*[-*]\s")]
    private static partial Regex EndsParagraph();

    [GeneratedRegex(@"^[-*]\s+")]
    private static partial Regex ListMark();

    [GeneratedRegex(
        @"(?<ticks>`+)\ ?(?<code>.+?)\ ?\k<ticks>(?!`) | \\(?<escaped>[\\`*_\[\]<>#-]) | \[(?<words>[^\]]+)\]\((?<address>[^)\s]+)\)",
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Inline();
}
