using System.Management.Automation.Language;
using OnsDlq.Shell.Hosting;

namespace OnsDlq.Shell.Interactive;

/// <summary>Reads commands and runs them, one after the other.</summary>
internal sealed class CommandLoop(ShellSession session, ILineSource lines, ShellHost host)
{
    private bool _leave;

    /// <summary>How the last command ended.</summary>
    public RunOutcome Last { get; private set; } = RunOutcome.Succeeded;

    /// <summary>Runs until the input ends, <c>exit</c> was called, or <see cref="Leave"/> was.</summary>
    public void Run()
    {
        while (!_leave && host.ExitCode is null && ReadCommand() is { } command)
        {
            if (!string.IsNullOrWhiteSpace(command))
            {
                Last = session.Run(command);
            }
        }
    }

    /// <summary>Ends the loop after the command that runs now.</summary>
    public void Leave() => _leave = true;

    private string? ReadCommand()
    {
        var text = string.Empty;
        while (true)
        {
            var read = lines.Next(continued: text.Length > 0);
            if (read.Discarded)
            {
                return string.Empty;
            }
            if (read.Text is null)
            {
                // A command cut off by the end of the input is run for its error to be seen.
                return text.Length > 0 ? text : null;
            }
            text = text.Length > 0 ? text + '\n' + read.Text : read.Text;
            if (!IsIncomplete(text))
            {
                return text;
            }
        }
    }

    private static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        return errors.Any(error => error.IncompleteInput);
    }
}
