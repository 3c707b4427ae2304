using System.Management.Automation;
using System.Security;

namespace OnsDlq.Shell.Terminal;

/// <summary>What commands ask the person at the terminal.</summary>
/// <param name="screen">Where questions are written.</param>
/// <param name="keys">Where answers come from.</param>
/// <param name="canAsk">Whether there is a person: input is a terminal and nobody said -NonInteractive.</param>
internal sealed class LineInput(Screen screen, KeyReader keys, bool canAsk)
{
    private readonly LineEditor _answers = new(screen, keys);

    /// <summary>Called when Ctrl+C is pressed instead of an answer: the whole pipeline is meant, not only the command that asks.</summary>
    public Action Cancelled { get; set; } = () => { };

    /// <summary>Fails where nobody can answer, so that nothing is confirmed by accident.</summary>
    /// <exception cref="PSInvalidOperationException">Input is redirected or -NonInteractive was given.</exception>
    public void Demand()
    {
        if (!canAsk)
        {
            throw new PSInvalidOperationException(
                "OnsDlq Shell cannot ask here: input is redirected or -NonInteractive was given. Read and prompt functions are not available.");
        }
    }

    /// <summary>Asks for a line; null at the end of the input.</summary>
    /// <exception cref="PipelineStoppedException">Ctrl+C was pressed.</exception>
    public string? Ask(string prompt)
    {
        Demand();
        var read = Waiting(() => _answers.Read(prompt));
        return read.Discarded ? throw Stop() : read.Text;
    }

    /// <summary>Asks for a secret, showing a star for each character.</summary>
    /// <exception cref="PipelineStoppedException">Ctrl+C was pressed.</exception>
    public SecureString AskSecret(string prompt)
    {
        Demand();
        using var controlC = KeyReader.TakeControlC();
        screen.Write(prompt);
        var secret = new SecureString();
        while (true)
        {
            var key = Waiting(keys.Read);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    screen.WriteLine();
                    secret.MakeReadOnly();
                    return secret;
                case ConsoleKey.C when key.Modifiers.HasFlag(ConsoleModifiers.Control):
                    screen.WriteLine("^C");
                    secret.Dispose();
                    throw Stop();
                case ConsoleKey.Backspace when secret.Length > 0:
                    secret.RemoveAt(secret.Length - 1);
                    screen.Write("\b \b");
                    break;
                default:
                    if (!char.IsControl(key.KeyChar))
                    {
                        secret.AppendChar(key.KeyChar);
                        screen.Write("*");
                    }
                    break;
            }
        }
    }

    // Ctrl+C and a shutdown look alike to the command that asks: it is stopped.
    private static T Waiting<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private PipelineStoppedException Stop()
    {
        Cancelled();
        return new PipelineStoppedException();
    }
}
