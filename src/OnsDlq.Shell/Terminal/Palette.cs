using System.Management.Automation;

namespace OnsDlq.Shell.Terminal;

/// <summary>Console colours as escape sequences.</summary>
internal static class Palette
{
    /// <summary>Stands for the colour the terminal has by itself.</summary>
    public const ConsoleColor TerminalDefault = (ConsoleColor)(-1);

    /// <summary>A text in bold.</summary>
    public static string Bold(string text) => PSStyle.Instance.Bold + text + PSStyle.Instance.BoldOff;

    /// <summary>Puts a text between the sequences of its colours and a reset.</summary>
    public static string Paint(ConsoleColor foreground, ConsoleColor background, string text)
    {
        var start = (Enum.IsDefined(foreground) ? PSStyle.MapForegroundColorToEscapeSequence(foreground) : string.Empty) +
            (Enum.IsDefined(background) ? PSStyle.MapBackgroundColorToEscapeSequence(background) : string.Empty);
        if (start.Length == 0)
        {
            return text;
        }
        // A background that runs over the line's end would fill the next line.
        var body = text.TrimEnd('\r', '\n');
        return start + body + PSStyle.Instance.Reset + text[body.Length..];
    }
}
