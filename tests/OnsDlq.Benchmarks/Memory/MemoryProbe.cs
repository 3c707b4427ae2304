using OnsDlq.Benchmarks.Measuring;
using OnsDlq.Benchmarks.Resend;
using OnsDlq.Credentials;

namespace OnsDlq.Benchmarks.Memory;

/// <summary>The process whose memory is measured: resends the IDs on its standard input and prints its peak in KiB.</summary>
internal static class MemoryProbe
{
    /// <summary>What starts it.</summary>
    public const string Command = "memory-probe";

    private const int InFlight = 16;

    /// <summary>Runs it: endpoint, region, access key ID and secret.</summary>
    public static async Task RunAsync(IReadOnlyList<string> parts)
    {
        var sandbox = new SandboxAddress(new Uri(parts[0]), parts[1], new AccessKey(parts[2], parts[3]));
        await using var journal = await BenchJournal.InSqliteAsync();
        using var run = new GuardedRun(sandbox, journal.Journal);
        await run.RunAsync(Given().Select(sandbox.Message), InFlight, ResendBenchmark.Unbounded);
        var peak = (await File.ReadAllLinesAsync("/proc/self/status")).Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        await Console.Out.WriteLineAsync(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]);
    }

    private static IEnumerable<string> Given()
    {
        while (Console.In.ReadLine() is { } msgId) yield return msgId;
    }
}
