using System.Diagnostics;
using System.Globalization;
using OnsDlq.Benchmarks.Archives;
using OnsDlq.Benchmarks.Measuring;
using OnsDlq.Benchmarks.Memory;

namespace OnsDlq.Benchmarks.Reports;

/// <summary>
/// How fast the staged module makes a report, and how the peak memory grows with its rows; each time in a new PowerShell process. The rows are dead
/// letters of an archive; reading that alone is measured, too.
/// </summary>
internal static class ReportBenchmark
{
    private const int Few = 10_000;
    private const int Many = 1_000_000;

    /// <summary>Measures a small and a large report; the argument sets the rows of the large one.</summary>
    public static async Task RunAsync(IReadOnlyList<string> sizes)
    {
        var many = sizes.Count > 0 ? int.Parse(sizes[0], CultureInfo.InvariantCulture) : Many;
        await using var sandbox = await BenchSandbox.StartAsync("off");
        var folder = Directory.CreateTempSubdirectory("onsdlq-bench-report-");
        try
        {
            var small = await MeasureAsync(sandbox.Address, folder.FullName, Few);
            var large = await MeasureAsync(sandbox.Address, folder.FullName, many);
            Figures.Ratio("report-memory", large.Peak / small.Peak);
            Figures.Ratio("report-time-to-reading", large.Took / large.Reading);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(double Peak, double Took, double Reading)> MeasureAsync(SandboxAddress sandbox, string folder, int count)
    {
        var (rows, page) = (Path.Combine(folder, $"{count}.jsonl"), Path.Combine(folder, $"{count}.html"));
        ArchiveBenchmark.Make(rows, count);
        var read = $"Get-OnsDlqMessage -Path '{rows}'";
        var watch = Stopwatch.StartNew();
        await PowerShellProbe.PeakAsync(sandbox, read, count);
        var reading = watch.Elapsed.TotalSeconds;
        watch.Restart();
        var peak = await PowerShellProbe.PeakAsync(sandbox, $"{read} | Export-OnsDlqReport '{page}'", 1);
        var took = watch.Elapsed.TotalSeconds;
        Figures.Say(
            $"report: {count} rows, {took:0.0} s with the start of pwsh (reading them alone: {reading:0.0} s), {peak / 1024:0.0} MiB at the peak, a page of {new FileInfo(page).Length / 1024.0:0} KiB");
        return (peak, took, reading);
    }
}
