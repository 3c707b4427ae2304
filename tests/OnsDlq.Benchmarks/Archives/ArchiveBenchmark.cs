using System.Diagnostics;
using System.Globalization;
using System.Text;
using OnsDlq.Archive;
using OnsDlq.Benchmarks.Measuring;
using OnsDlq.Benchmarks.Memory;
using OnsDlq.Listing;
using OnsDlq.Messages;

namespace OnsDlq.Benchmarks.Archives;

/// <summary>
/// How fast the commands of the staged module write, continue and read an archive, and how the peak memory grows with its size; each time in a
/// new PowerShell process. The dead letters come from another archive, with their bodies: how fast the service gives bodies is not measured.
/// </summary>
internal static class ArchiveBenchmark
{
    private const int Few = 10_000;
    private const int Many = 1_000_000;

    /// <summary>Measures a small and a large archive; the argument sets the size of the large one.</summary>
    public static async Task RunAsync(IReadOnlyList<string> sizes)
    {
        var many = sizes.Count > 0 ? int.Parse(sizes[0], CultureInfo.InvariantCulture) : Many;
        await using var sandbox = await BenchSandbox.StartAsync("off");
        var folder = Directory.CreateTempSubdirectory("onsdlq-bench-archive-");
        try
        {
            var small = await PeaksAsync(sandbox.Address, folder.FullName, Few);
            var large = await PeaksAsync(sandbox.Address, folder.FullName, many);
            foreach (var (name, peak) in large) Figures.Ratio($"archive-{name}-memory", peak / small[name]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Dictionary<string, double>> PeaksAsync(SandboxAddress sandbox, string folder, int count)
    {
        var (given, written) = (Path.Combine(folder, $"given-{count}.jsonl"), Path.Combine(folder, $"written-{count}.jsonl"));
        Make(given, count);
        Figures.Say($"archive: {count} entries, {new FileInfo(given).Length / 1048576.0:0.0} MiB");
        var save = $"Get-OnsDlqMessage -Path '{given}' | Save-OnsDlqMessage '{written}'";
        return new Dictionary<string, double>
        {
            ["read"] = await PeakAsync("read", $"Get-OnsDlqMessage -Path '{given}'", count),
            ["write"] = await PeakAsync("write", save, 1),
            ["resume"] = await PeakAsync("resume", save, 1),
        };

        async Task<double> PeakAsync(string name, string pipeline, int emitted)
        {
            var watch = Stopwatch.StartNew();
            var peak = await PowerShellProbe.PeakAsync(sandbox, pipeline, emitted);
            Figures.Say(
                $"archive-{name}: {count} entries, {count / watch.Elapsed.TotalSeconds:0} a second with the start of pwsh, {peak / 1024:0.0} MiB at the peak");
            return peak;
        }
    }

    /// <summary>Makes an archive of entries as the service has them, with a body of 300 bytes.</summary>
    public static void Make(string path, int count)
    {
        using var archive = ArchiveWriter.Open(path, TimeProvider.System, CancellationToken.None);
        var begin = TimeProvider.System.GetUtcNow().AddDays(-2).ToUnixTimeMilliseconds();
        for (var number = 0; number < count; number++)
        {
            var body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"orderId":{{number}}}""").PadRight(300));
            var message = new DeadLetter(
                string.Create(CultureInfo.InvariantCulture, $"{number:X32}"), SandboxAddress.Group, SandboxAddress.Instance, "cn-hangzhou", begin + number)
            {
                Topic = "orders",
                Tag = "paid",
                Key = [string.Create(CultureInfo.InvariantCulture, $"ORDER-{number}")],
                BodyCrc = BodyChecksum.Of(body),
                Properties = new Dictionary<string, string> { ["KEYS"] = "ORDER", ["TAGS"] = "paid" },
            };
            archive.Add(new BodyResult(message.WithBody(body), BodyTrouble.None));
        }

        archive.Checkpoint(isFinished: true);
    }
}
