using System.Text;

namespace OnsDlq.Help.Topics;

/// <summary>Wraps text for a console of 80 columns.</summary>
internal static class WrappedText
{
    private const int Width = 78;

    /// <summary>Wraps text into indented lines, each with its line end; a longer word has a line of its own.</summary>
    public static string Of(string text, int indent)
    {
        var (lines, line) = (new StringBuilder(), "");
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && indent + line.Length + 1 + word.Length > Width)
            {
                Append(line);
                line = "";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        Append(line);
        return lines.ToString();

        void Append(string one) => lines.Append(' ', indent).Append(one).Append('\n');
    }
}
