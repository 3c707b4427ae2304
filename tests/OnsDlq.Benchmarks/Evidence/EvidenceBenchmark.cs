using System.Globalization;
using OnsDlq.Benchmarks.Measuring;
using OnsDlq.Benchmarks.Memory;

namespace OnsDlq.Benchmarks.Evidence;

/// <summary>
/// How long it takes until it is known what became of a run of any size, and with how many calls: the commands of the staged module in a new
/// PowerShell process. The sandbox has no quota, so that the resends take no time; the module itself keeps to the 30 trace queries in a minute that
/// the service documents.
/// </summary>
internal static class EvidenceBenchmark
{
    private static readonly int[] Sizes = [100, 1_000, 10_000];
    private static readonly string[] Calls = ["OnsTraceQueryByMsgId", "OnsTraceGetResult", "OnsDLQMessagePageQueryByGroupId"];

    /// <summary>Measures runs of these sizes; those of the summary where none is given.</summary>
    public static async Task RunAsync(IReadOnlyList<string> sizes)
    {
        foreach (var size in sizes.Count > 0 ? sizes.Select(text => int.Parse(text, CultureInfo.InvariantCulture)) : Sizes) await MeasureAsync(size);
    }

    private static async Task MeasureAsync(int size)
    {
        await using var sandbox = await BenchSandbox.StartAsync("off");
        await sandbox.AddMessagesAsync(size);
        const string Fast = "-RequestsPerSecond 1000000";
        const string List = $"Get-OnsDlqMessage {SandboxAddress.Group} -InstanceId {SandboxAddress.Instance} {Fast}";
        var told = await PowerShellProbe.TellAsync(
            sandbox.Address,
            $$"""
            $ErrorActionPreference = 'Stop'; $WarningPreference = $InformationPreference = 'SilentlyContinue'
            $run = @({{List}} | Invoke-OnsDlqResend -Confirm:$false -ThrottleLimit 16 {{Fast}})[0].RunId
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $count = 0; Wait-OnsDlqResend -RunId $run | ForEach-Object { $count++ }
            "$count $($watch.ElapsedMilliseconds)"
            (Get-OnsDlqRun -RunId $run).ConsumedBasis
            """);
        if (told is not [{ } counted, { } basis] || counted.Split(' ') is not [{ } count, { } took] || int.Parse(count, CultureInfo.InvariantCulture) != size)
            throw new InvalidOperationException($"It was to tell of {size} messages: {string.Join(' ', told)}");
        Figures.Say($"evidence: {size} messages, {double.Parse(took, CultureInfo.InvariantCulture) / 1000:0.0} s until it is known: {basis}");
        foreach (var action in Calls) Figures.Say($"evidence: {size} messages, {await sandbox.CallsAsync(action)} calls of {action}");
    }
}
