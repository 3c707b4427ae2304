using System.Diagnostics;
using System.Text;

namespace OnsDlq.TestKit.Consoles;

/// <summary>A console that is talked to while it runs: through pipes, or on a terminal of its own.</summary>
public sealed class LiveConsole : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _seen = new();
    private readonly CancellationTokenSource _guard;
    private int _read;
    private int _answered;

    private LiveConsole(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        _guard = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _guard.CancelAfter(ConsoleProgram.Guard);
        _process = Process.Start(start)!;
    }

    /// <summary>The process that was started: the console itself where it has pipes, <c>script</c> where it has a terminal.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Everything it has written until now.</summary>
    public string Seen => _seen.ToString();

    /// <summary>Starts a console that reads from a pipe and writes to one.</summary>
    public static LiveConsole OnPipes(ConsoleProgram program, IEnumerable<string> arguments, CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? environment = null) => new(program.StartInfo(arguments, environment), cancellationToken);

    /// <summary>Starts a console on a terminal of 80 columns; only where <see cref="ConsoleProgram.HasTerminals"/>.</summary>
    public static LiveConsole OnTerminal(ConsoleProgram program, string arguments, CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? environment = null) => new(program.TerminalStartInfo(arguments, environment), cancellationToken);

    /// <summary>Types a text.</summary>
    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text.AsMemory(), _guard.Token);
        await _process.StandardInput.FlushAsync(_guard.Token);
    }

    /// <summary>Waits until a text appears behind the last one waited for.</summary>
    /// <exception cref="InvalidOperationException">The console ended or hung before; the message holds what it wrote.</exception>
    public async Task WaitForAsync(string text)
    {
        int at;
        while ((at = _seen.ToString().IndexOf(text, _read, StringComparison.Ordinal)) < 0)
            if (!await ReadAsync()) throw new InvalidOperationException($"'{text}' never came. What came: {_seen}");
        _read = at + text.Length;
    }

    /// <summary>Reads what it writes, and answers what it asks, until nobody is there any more to write.</summary>
    public async Task WaitForSilenceAsync()
    {
        while (await ReadAsync())
        {
        }
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        _seen.Append(await _process.StandardOutput.ReadToEndAsync(_guard.Token));
        await _process.WaitForExitAsync(_guard.Token);
        return _process.ExitCode;
    }

    // Reads on; false where the console has ended or hung.
    private async Task<bool> ReadAsync()
    {
        var buffer = new char[4096];
        try
        {
            var count = await _process.StandardOutput.ReadAsync(buffer, _guard.Token);
            _seen.Append(buffer, 0, count);
            if (count > 0) await AnswerAsync();
            return count > 0;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    // A terminal answers when it is asked where the cursor is, and line editors wait for that.
    private async Task AnswerAsync()
    {
        const string Question = "\e[6n";
        var seen = _seen.ToString();
        int at;
        while ((at = seen.IndexOf(Question, _answered, StringComparison.Ordinal)) >= 0)
        {
            _answered = at + Question.Length;
            await TypeAsync("\e[1;1R");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _guard.Dispose();
    }
}
