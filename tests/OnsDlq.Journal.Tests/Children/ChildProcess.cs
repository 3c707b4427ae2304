using System.Diagnostics;

namespace OnsDlq.Journal.Tests.Children;

/// <summary>A child of a test.</summary>
internal sealed class ChildProcess : IDisposable
{
    public const string Marker = "--child";

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Starts a child and waits until it has opened its journal.</summary>
    public static async Task<ChildProcess> StartAsync(string role, string path, string name, CancellationToken cancellationToken)
    {
        var child = Start(new("dotnet", [typeof(ChildProcess).Assembly.Location, Marker, role, path, name]));
        Assert.Equal("ready", await child.ReadAsync(cancellationToken));
        return child;
    }

    /// <summary>Starts a child by a given command.</summary>
    public static ChildProcess Start(ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        return new(Process.Start(start)!);
    }

    /// <summary>Tells the child something and gives its answer, a line; null when it has ended.</summary>
    public async Task<string?> AskAsync(string question, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(question);
        return await ReadAsync(cancellationToken);
    }

    /// <summary>Lets the child end by itself, and waits for that.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Lets the child begin its work.</summary>
    public async Task BeginAsync() => await _process.StandardInput.WriteLineAsync();

    /// <summary>The next line; null when the child has ended.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken) => await _process.StandardOutput.ReadLineAsync(cancellationToken);

    /// <summary>Every line to the child's end.</summary>
    public async Task<List<string>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (await ReadAsync(cancellationToken) is { } line) lines.Add(line);
        return lines;
    }

    /// <summary>Kills the child at once (SIGKILL on Unix).</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
