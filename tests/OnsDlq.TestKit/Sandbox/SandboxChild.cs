using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace OnsDlq.TestKit.Sandbox;

/// <summary>A started <c>dotnet OnsDlq.Sandbox.dll</c> and its streams.</summary>
internal sealed class SandboxChild : IAsyncDisposable
{
    private static readonly TimeSpan StartGuard = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Task _errors;
    private readonly StringBuilder _error = new();

    private SandboxChild(Process process)
    {
        _process = process;
        _errors = CollectErrorsAsync();
    }

    /// <summary>What it wrote to standard error so far.</summary>
    public string StandardError
    {
        get
        {
            lock (_error) return _error.ToString();
        }
    }

    /// <summary>The process ID.</summary>
    public int Id => _process.Id;

    /// <summary>Starts it.</summary>
    public static SandboxChild Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.ArgumentList.Add(Assembly);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return new SandboxChild(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."));
    }

    /// <summary>Its first line on standard output.</summary>
    /// <exception cref="InvalidOperationException">It ended without one; the message holds its standard error.</exception>
    /// <exception cref="TimeoutException">There was none within a minute.</exception>
    public async Task<string> FirstLineAsync(CancellationToken cancellationToken)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(StartGuard, cancellationToken)
            .ConfigureAwait(false);
        if (line is not null) return line;
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        await _errors.ConfigureAwait(false);
        throw new InvalidOperationException($"The sandbox ended with exit code {_process.ExitCode}. {StandardError}");
    }

    /// <summary>Closes its standard input, waits until it has ended, and returns the exit code and the rest of standard output.</summary>
    public async Task<(int ExitCode, string Output)> EndAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        var output = await _process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        await _errors.ConfigureAwait(false);
        return (_process.ExitCode, output);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await _errors.ConfigureAwait(false);
        _process.Dispose();
    }

    private static string Assembly => typeof(SandboxChild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "SandboxAssembly").Value!;

    private async Task CollectErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            lock (_error) _error.AppendLine(line);
        }
    }
}
