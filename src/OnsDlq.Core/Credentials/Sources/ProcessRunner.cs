using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace OnsDlq.Credentials.Sources;

/// <summary>
/// Runs commands as child processes, without a shell. At a terminal they are given it, as the <c>aliyun</c> command line does: people type
/// codes that a command asks for on standard error. What is piped in belongs to the script, so they read none of it; and what they write to
/// standard error, which may hold secrets, gets into no file.
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
            // A pipe that a grandchild holds open would make a reader deaf to cancellation, hence WaitAsync. The output comes first: a
            // command that writes too much is blocked in writing, and its standard error would never end.
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
            // The message of the exception quotes the program's path alone; still only its code is passed on.
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
            // It ended by itself in between.
        }
    }
}
