using System.Diagnostics;
using System.Text;

namespace OnsDlq.EndToEnd.Tests.Shell;

/// <summary>A shell that is talked to while it runs: through pipes, or on a terminal of its own.</summary>
internal sealed class LiveShell : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _seen = new();
    private readonly CancellationTokenSource _guard;
    private int _read;

    private LiveShell(ProcessStartInfo start)
    {
        _guard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _guard.CancelAfter(ShellProgram.Guard);
        _process = Process.Start(start)!;
    }

    /// <summary>The process that was started: the shell itself only where it has pipes.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Everything it has written until now.</summary>
    public string Seen => _seen.ToString();

    /// <summary>Starts a shell that reads from a pipe and writes to one.</summary>
    public static LiveShell OnPipes(params IEnumerable<string> args) =>
        new(ShellProgram.Start("dotnet", [ShellProgram.Assembly, .. args]));

    /// <summary>Starts a shell on a terminal of 80 columns; skips the test where there is no tool to make one.</summary>
    public static LiveShell OnTerminal(string environment = "", string args = "-NoLogo")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "Needs script of util-linux to make a terminal.");
        var command = $"stty cols 80 rows 24; {environment} exec dotnet '{ShellProgram.Assembly}' {args}";
        return new LiveShell(ShellProgram.Start("/usr/bin/script", ["-qfec", command, "/dev/null"]));
    }

    /// <summary>Types a text.</summary>
    public async Task Type(string text)
    {
        await _process.StandardInput.WriteAsync(text.AsMemory(), _guard.Token);
        await _process.StandardInput.FlushAsync(_guard.Token);
    }

    /// <summary>Waits until a text appears behind the last one waited for.</summary>
    public async Task WaitFor(string text)
    {
        var buffer = new char[4096];
        int at;
        while ((at = _seen.ToString().IndexOf(text, _read, StringComparison.Ordinal)) < 0)
        {
            int count;
            try
            {
                count = await _process.StandardOutput.ReadAsync(buffer, _guard.Token);
            }
            catch (OperationCanceledException)
            {
                count = 0;
            }
            Assert.True(count > 0, $"'{text}' never came. What came: {_seen}");
            _seen.Append(buffer, 0, count);
        }
        _read = at + text.Length;
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> Exit()
    {
        _seen.Append(await _process.StandardOutput.ReadToEndAsync(_guard.Token));
        await _process.WaitForExitAsync(_guard.Token);
        return _process.ExitCode;
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
