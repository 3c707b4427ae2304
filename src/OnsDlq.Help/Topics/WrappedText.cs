using System.Text;

namespace OnsDlq.Help.Topics;

/// <summary>Text in lines that a console of 80 columns shows whole.</summary>
internal static class WrappedText
{
    private const int Width = 78;

    /// <summary>Breaks text into indented lines, each with its end of line; a word that is longer has a line of its own.</summary>
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
