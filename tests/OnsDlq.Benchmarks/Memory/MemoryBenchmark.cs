using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using OnsDlq.Benchmarks.Measuring;

namespace OnsDlq.Benchmarks.Memory;

/// <summary>How peak memory grows with the number of messages that are resent: each size in a process of its own.</summary>
internal static class MemoryBenchmark
{
    private const int Few = 10_000;
    private const int Many = 1_000_000;
    private const int Batch = 10_000;

    /// <summary>Measures a few and many; how many, may be said.</summary>
    public static async Task RunAsync(IReadOnlyList<string> sizes)
    {
        var many = sizes.Count > 0 ? int.Parse(sizes[0], CultureInfo.InvariantCulture) : Many;
        var small = await PeakAsync(Few);
        Figures.Say($"memory-resend: {Few} messages, {small / 1024:0.0} MiB at the peak");
        var large = await PeakAsync(many);
        Figures.Say($"memory-resend: {many} messages, {large / 1024:0.0} MiB at the peak");
        Figures.Ratio("memory-resend", large / small);
    }

    private static async Task<double> PeakAsync(int count)
    {
        await using var sandbox = await BenchSandbox.StartAsync("off");
        using var probe = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList =
            {
                Assembly.GetExecutingAssembly().Location, MemoryProbe.Command,
                sandbox.Address.Endpoint.ToString(), sandbox.Address.RegionId, sandbox.Address.Key.Id, sandbox.Address.Key.Secret,
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

        // IDs are made as they are wanted: neither side holds them all.
        for (var rest = count; rest > 0; rest -= Batch)
        {
            foreach (var msgId in await sandbox.AddAsync(Math.Min(rest, Batch))) await probe.StandardInput.WriteLineAsync(msgId);
        }

        probe.StandardInput.Close();
        var output = await probe.StandardOutput.ReadToEndAsync();
        await probe.WaitForExitAsync();
        return double.Parse(output, CultureInfo.InvariantCulture);
    }
}
