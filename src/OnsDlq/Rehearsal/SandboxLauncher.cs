using System.ComponentModel;
using System.Diagnostics;
using OnsDlq.Errors;
using OnsDlq.Formatting;

namespace OnsDlq.Rehearsal;

/// <summary>Starts sandboxes as child processes.</summary>
/// <param name="host">Finds the dotnet program.</param>
/// <param name="assembly">The sandbox's assembly.</param>
internal sealed class SandboxLauncher(DotnetHost host, string assembly)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The sandbox that is shipped with the module.</summary>
    public static SandboxLauncher OfTheModule { get; } = new(
        DotnetHost.OfThisMachine,
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(SandboxLauncher).Assembly.Location)!, "..", "sandbox", "OnsDlq.Sandbox.dll")));

    /// <summary>Starts a sandbox and waits until it is ready, for a minute at most.</summary>
    /// <exception cref="CommandException">A program or file is missing, or it did not start.</exception>
    public async Task<Sandbox> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        var folder = MakeFolder();
        try
        {
            return await StartAsync(options, folder, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static ThrowawayFolder MakeFolder()
    {
        try
        {
            return new ThrowawayFolder();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ErrorId.SandboxFailed, $"No folder could be made for the sandbox's journal: {e.Message}", null, e);
        }
    }

    private async Task<Sandbox> StartAsync(SandboxOptions options, ThrowawayFolder folder, CancellationToken cancellationToken)
    {
        var process = Start(options);
        var errors = new TextTail();
        var errorPump = errors.ReadAsync(process.StandardError);
        var line = await FirstLineAsync(process, cancellationToken).ConfigureAwait(false);
        var pumps = Task.WhenAll(errorPump, new TextTail().ReadAsync(process.StandardOutput));
        if (line is not null && SandboxReady.Read(line) is { } ready) return new Sandbox(process, pumps, ready, folder);

        await Sandbox.EndAsync(process, pumps).ConfigureAwait(false);
        process.Dispose();
        cancellationToken.ThrowIfCancellationRequested();
        throw Failure(Printable.Of($"{line} {errors.Text}").Trim());
    }

    private Process Start(SandboxOptions options)
    {
        var program = host.Find() ?? throw new CommandException(ErrorId.SandboxRuntimeMissing, "The sandbox needs the dotnet program, which was not found.");
        if (!File.Exists(assembly))
        {
            throw new CommandException(
                ErrorId.SandboxRuntimeMissing, $"The sandbox is not where the module should have it: {assembly}. Install the module again.", assembly);
        }

        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        start.ArgumentList.Add(assembly);
        foreach (var argument in options.Arguments) start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new CommandException(ErrorId.SandboxRuntimeMissing, $"{program} could not be run: {e.Message}", program, e);
        }
    }

    /// <summary>The line that the sandbox writes when it is ready; null where it ended, was too slow, or the wait was cancelled.</summary>
    private static async Task<string?> FirstLineAsync(Process process, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await process.StandardOutput.ReadLineAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static CommandException Failure(string words) => words.Contains("Microsoft.AspNetCore.App", StringComparison.Ordinal)
        ? new CommandException(ErrorId.SandboxRuntimeMissing, $"The sandbox needs the ASP.NET Core runtime: {words}")
        : new CommandException(ErrorId.SandboxFailed, words.Length == 0 ? "The sandbox did not start." : $"The sandbox did not start: {words}");
}
