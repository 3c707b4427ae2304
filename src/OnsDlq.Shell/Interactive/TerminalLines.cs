using System.Management.Automation;
using OnsDlq.Shell.Hosting;
using OnsDlq.Shell.Terminal;

namespace OnsDlq.Shell.Interactive;

/// <summary>Lines typed at a prompt.</summary>
internal sealed class TerminalLines(ShellSession session, Screen screen, LineEditor editor) : ILineSource
{
    private readonly TabCompletion _completion = new(session);

    /// <inheritdoc/>
    public LineRead Next(bool continued)
    {
        if (!screen.AtLineStart)
        {
            screen.WriteLine();
        }
        return editor.Read(continued ? ">> " : Prompt(), _completion);
    }

    // The user may define the function prompt anew; a broken one must not lock the user out.
    private string Prompt()
    {
        try
        {
            return session.Ask("prompt") is [{ } text, ..] ? text.ToString() : "PS> ";
        }
        catch (RuntimeException)
        {
            return "PS> ";
        }
    }
}
