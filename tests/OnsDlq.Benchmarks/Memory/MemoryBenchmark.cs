using System.Globalization;
using OnsDlq.Benchmarks.Measuring;

namespace OnsDlq.Benchmarks.Memory;

/// <summary>
/// How the peak memory of a user's process grows with the number of entries that are listed, and that are listed and resent: the commands of
/// the staged module, each time in a new PowerShell process.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Few = 10_000;
    private const int Many = 1_000_000;

    // How many entries are added in one request.
    private const int Batch = 10_000;

    private const string List = $"Get-OnsDlqMessage {SandboxAddress.Group} -InstanceId {SandboxAddress.Instance} -RequestsPerSecond 1000000";
    private const string Resend = $"{List} | Invoke-OnsDlqResend -Confirm:$false -ThrottleLimit 16 -RequestsPerSecond 1000000";

    /// <summary>Measures a small and a large number of entries; the arguments can set both.</summary>
    public static async Task RunAsync(IReadOnlyList<string> sizes)
    {
        var many = sizes.Count > 0 ? int.Parse(sizes[0], CultureInfo.InvariantCulture) : Many;
        await CompareAsync("memory-list", List, many);
        await CompareAsync("memory-list-resend", Resend, many);
    }

    private static async Task CompareAsync(string name, string pipeline, int many)
    {
        var small = await PeakAsync(pipeline, Few);
        Figures.Say($"{name}: {Few} entries, {small / 1024:0.0} MiB at the peak");
        var large = await PeakAsync(pipeline, many);
        Figures.Say($"{name}: {many} entries, {large / 1024:0.0} MiB at the peak");
        Figures.Ratio(name, large / small);
    }

    // The entries are spread evenly over two days, so that there are only as many windows as the service makes necessary.
    private static async Task<double> PeakAsync(string pipeline, int count)
    {
        await using var sandbox = await BenchSandbox.StartAsync("off");
        var from = TimeProvider.System.GetUtcNow().AddDays(-2);
        var step = TimeSpan.FromHours(47) / count;
        for (var done = 0; done < count; done += Batch)
            await sandbox.AddAsync(SandboxAddress.Group, Math.Min(Batch, count - done), from + (done * step), from + ((done + Batch - 1) * step));
        return await PowerShellProbe.PeakAsync(sandbox.Address, pipeline, count);
    }
}
