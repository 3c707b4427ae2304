using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace OnsDlq.Credentials.Sources;

/// <summary>
/// Runs commands as child processes, without a shell. At a terminal they inherit it, as from the <c>aliyun</c> command line, so that people can
/// type codes that a command asks for on standard error. Redirected input belongs to the script, so they do not read it; and their standard
/// error, which may have secrets, is not written to any file.
/// </summary>
internal sealed class ProcessRunner : IProcessRunner
{
    private const int LongestOutput = 256 * 1024;

    /// <inheritdoc/>
    public bool HasTerminal => !Console.IsInputRedirected;

    /// <inheritdoc/>
    public async Task<ProcessOutcome> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = Start(command);
        try
        {
            if (process.StartInfo.RedirectStandardInput) process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput, cancellationToken);
            var dropped = process.StartInfo.RedirectStandardError
                ? process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancellationToken)
                : Task.CompletedTask;
            // WaitAsync, since a read cannot be cancelled while a grandchild process holds the pipe open. The output is awaited first: a command
            // that writes too much blocks in writing, and its standard error would never end (a deadlock).
            var text = await output.WaitAsync(cancellationToken).ConfigureAwait(false);
            await dropped.WaitAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new ProcessOutcome(process.ExitCode, text);
        }
        finally
        {
            Kill(process);
        }
    }

    private static Process Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(ProgramPath.Find(command[0]))
        {
            UseShellExecute = false,
            CreateNoWindow = Console.IsInputRedirected,
            RedirectStandardInput = Console.IsInputRedirected,
            RedirectStandardOutput = true,
            RedirectStandardError = Console.IsInputRedirected || Console.IsErrorRedirected,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start) ?? throw new IOException("It could not be started.");
        }
        catch (Win32Exception trouble)
        {
            // The exception's message quotes only the program's path; still, only its error code is passed on.
            throw new IOException($"It could not be started (system error {trouble.NativeErrorCode}).");
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new char[LongestOutput + 1];
        var length = await reader.ReadBlockAsync(text, cancellationToken).ConfigureAwait(false);
        return length <= LongestOutput ? new string(text, 0, length) : throw new IOException("It wrote too much.");
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself meanwhile.
        }
    }
}
