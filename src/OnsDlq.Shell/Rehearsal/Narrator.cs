using System.Management.Automation;
using OnsDlq.Shell.Terminal;

namespace OnsDlq.Shell.Rehearsal;

/// <summary>Tells the story between the commands, at a pace to be read where somebody watches.</summary>
internal sealed class Narrator(Screen screen, CancellationToken stop)
{
    private const int MostCells = 100;
    private static readonly TimeSpan ToRead = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan ToSee = TimeSpan.FromMilliseconds(250);

    /// <summary>Writes a heading.</summary>
    public void Title(string text) => screen.WriteLine(Palette.Bold(text));

    /// <summary>Writes a paragraph, broken at words, and gives time to read it.</summary>
    public void Say(string text)
    {
        Gap();
        foreach (var line in Lines(text, Math.Min(Screen.Width, MostCells) - 1))
        {
            screen.WriteLine(line);
        }
        Wait(ToRead);
    }

    /// <summary>Shows a command as if it were typed.</summary>
    public void Type(string command)
    {
        Gap();
        screen.WriteLine($"{PSStyle.Instance.Foreground.BrightCyan}PS> {command}{PSStyle.Instance.Reset}");
        Wait(ToSee);
    }

    /// <summary>Writes a line as it is.</summary>
    public void Line(string text = "") => screen.WriteLine(text);

    /// <summary>Writes a line that says whether all is well.</summary>
    public void Verdict(bool good, string text)
    {
        var colour = good ? PSStyle.Instance.Foreground.BrightGreen : PSStyle.Instance.Foreground.BrightRed;
        foreach (var line in Lines(text, Math.Min(Screen.Width, MostCells) - 1))
        {
            screen.WriteLine(colour + line + PSStyle.Instance.Reset);
        }
    }

    // Tables end with blank lines of their own.
    private void Gap()
    {
        if (!screen.AtBlankLine)
        {
            screen.WriteLine();
        }
    }

    private void Wait(TimeSpan time)
    {
        stop.ThrowIfCancellationRequested();
        if (!Console.IsOutputRedirected)
        {
            stop.WaitHandle.WaitOne(time);
            stop.ThrowIfCancellationRequested();
        }
    }

    private static IEnumerable<string> Lines(string text, int cells)
    {
        var line = string.Empty;
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > cells)
            {
                yield return line;
                line = string.Empty;
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        yield return line;
    }
}
