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
        var folder = Directory.CreateTempSubdirectory("onsdlq-bench-");
        try
        {
            using var shell = Process.Start(StartInfo(sandbox, Path.Combine(folder.FullName, "journal.db"), pipeline))!;
            shell.StandardInput.Close();
            var errors = shell.StandardError.ReadToEndAsync();
            var told = (await shell.StandardOutput.ReadToEndAsync()).Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
            await shell.WaitForExitAsync();
            if (told is not [.., { } count, { } peak] || int.Parse(count, CultureInfo.InvariantCulture) != expected)
                throw new InvalidOperationException($"It was to give {expected} objects: {string.Join(' ', told)} {await errors}");
            return double.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ProcessStartInfo StartInfo(SandboxAddress sandbox, string journal, string pipeline) => ConsoleProgram.Pwsh.StartInfo(
        [
            "-NoProfile", "-NonInteractive", "-Command",
            $"{ConsoleProgram.ImportModule} $count = 0; {pipeline} | ForEach-Object {{ $count++ }}; $count; [IO.File]::ReadAllLines('/proc/self/status') -match '^VmHWM'",
        ],
        sandbox.EnvironmentOf(journal));
}
