using System.Diagnostics;
using System.Reflection;

namespace OnsDlq.EndToEnd.Tests.Shell;

/// <summary>The built shell, run as a child process.</summary>
internal static class ShellProgram
{
    /// <summary>Longer than anything here takes on a slow machine; only a hang gets there.</summary>
    public static readonly TimeSpan Guard = TimeSpan.FromSeconds(90);

    /// <summary>The shell's assembly in the configuration that the tests were built in.</summary>
    public static string Assembly { get; } = Path.Combine(
        Root(), "src", "OnsDlq.Shell", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "OnsDlq.Shell.dll");

    /// <summary>Runs the shell to its end with nothing on standard input.</summary>
    public static Task<ShellOutcome> Run(params IEnumerable<string> args) => RunWithInput(string.Empty, args);

    /// <summary>Runs a copy of the shell that lies elsewhere to its end with nothing on standard input.</summary>
    public static Task<ShellOutcome> RunAssembly(string assembly, params IEnumerable<string> args) => RunWithInput(assembly, string.Empty, args);

    /// <summary>Runs the shell to its end with a text on standard input.</summary>
    public static Task<ShellOutcome> RunWithInput(string input, params IEnumerable<string> args) => RunWithInput(Assembly, input, args);

    private static async Task<ShellOutcome> RunWithInput(string assembly, string input, IEnumerable<string> args)
    {
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        guard.CancelAfter(Guard);
        using var process = Process.Start(Start("dotnet", [assembly, .. args]))!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(guard.Token);
            var errors = process.StandardError.ReadToEndAsync(guard.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), guard.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(guard.Token);
            return new ShellOutcome(process.ExitCode, await output, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>How to start a program with all its streams in our hands and an environment that nobody's settings change.</summary>
    public static ProcessStartInfo Start(string program, IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in new[] { "NO_COLOR", "COLUMNS", "ONSDLQ_ENDPOINT", "ONSDLQ_JOURNAL" })
        {
            start.Environment.Remove(name);
        }
        start.Environment["TERM"] = "xterm-256color";
        return start;
    }

    /// <summary>Sends a signal, such as INT.</summary>
    public static async Task Signal(int processId, string signal) => Assert.True(await TrySignal(processId, signal));

    /// <summary>Sends a signal; false where there is no such process any more.</summary>
    public static async Task<bool> TrySignal(int processId, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", processId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        return kill.ExitCode == 0;
    }

    private static string Root() => typeof(ShellProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "RepositoryRoot").Value!;
}
