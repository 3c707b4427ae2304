using System.Diagnostics;
using System.Globalization;
using OnsDlq.Benchmarks.Measuring;
using OnsDlq.TestKit.Consoles;

namespace OnsDlq.Benchmarks.Memory;

/// <summary>Runs a pipeline of the staged module in a separate real pwsh, which reports its peak memory at the end. Linux only.</summary>
internal static class PowerShellProbe
{
    /// <summary>Runs a pipeline whose output is counted and discarded; returns the peak of the process's memory in KiB.</summary>
    /// The number of objects is not the expected one.
    public static async Task<double> PeakAsync(SandboxAddress sandbox, string pipeline, int expected)
    {
        var told = await TellAsync(
            sandbox, $"$count = 0; {pipeline} | ForEach-Object {{ $count++ }}; $count; [IO.File]::ReadAllLines('/proc/self/status') -match '^VmHWM'");
        if (told is not [.., { } count, { } peak] || int.Parse(count, CultureInfo.InvariantCulture) != expected)
            throw new InvalidOperationException($"It was to give {expected} objects: {string.Join(' ', told)}");
        return double.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }

    /// <summary>Runs a script with a journal of its own; returns the lines that it writes, errors last.</summary>
    public static async Task<string[]> TellAsync(SandboxAddress sandbox, string script)
    {
        var folder = Directory.CreateTempSubdirectory("onsdlq-bench-");
        try
        {
            using var shell = Process.Start(StartInfo(sandbox, Path.Combine(folder.FullName, "journal.db"), script))!;
            shell.StandardInput.Close();
            var errors = shell.StandardError.ReadToEndAsync();
            var told = await shell.StandardOutput.ReadToEndAsync();
            await shell.WaitForExitAsync();
            return (told + await errors).Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ProcessStartInfo StartInfo(SandboxAddress sandbox, string journal, string script) => ConsoleProgram.Pwsh.StartInfo(
        ["-NoProfile", "-NonInteractive", "-Command", $"{ConsoleProgram.ImportModule} {script}"], sandbox.EnvironmentOf(journal));
}
