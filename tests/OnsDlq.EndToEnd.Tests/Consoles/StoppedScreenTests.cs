using OnsDlq.TestKit.Consoles;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Consoles;

/// <summary>What a person sees after Ctrl+C in a real pwsh.</summary>
public sealed class StoppedScreenTests
{
    private const string Group = "GID_screen";
    private const string Instance = "MQ_INST_188077086902_SCREEN01";
    private const string Resend = "OnsDLQMessageResendById";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_how_many_are_in_flight_and_then_counts_what_was_not_shown()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        await using var sandbox = await SandboxProcess.StartAsync(["--quota", "off"], Cancel);
        var ids = await sandbox.AddMessagesAsync(Instance, Group, 12, cancellationToken: Cancel);
        foreach (var stuck in ids.Take(2)) await sandbox.AddFaultAsync(Resend, "timeout", msgId: stuck, cancellationToken: Cancel);
        var folder = Directory.CreateTempSubdirectory("onsdlq-screen-");
        try
        {
            var script = $"{ConsoleProgram.ImportModule} '{string.Join("', '", ids)}' | Invoke-OnsDlqResend {Group} -InstanceId {Instance} "
                + "-Confirm:$false -ThrottleLimit 3 -RequestsPerSecond 1000 -TimeoutSec 600 | ForEach-Object { \"told $($_.Status)\" }";
            await using var console = LiveConsole.OnPipes(ConsoleProgram.Pwsh, ["-NoProfile", "-NonInteractive", "-Command", script], Cancel, new Dictionary<string, string>
            {
                ["HOME"] = folder.FullName,
                ["ONSDLQ_ENDPOINT"] = sandbox.Endpoint.ToString(),
                ["ONSDLQ_JOURNAL"] = Path.Combine(folder.FullName, "journal.db"),
                ["ALIBABA_CLOUD_REGION_ID"] = sandbox.RegionId,
                ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = sandbox.AccessKeyId,
                ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = sandbox.AccessKeySecret,
            });

            for (var told = 0; told < ids.Count - 2; told++) await console.WaitForAsync("told Accepted");
            Assert.True(await Signals.TrySendAsync(console.ProcessId, "INT", Cancel));
            await console.ExitAsync();

            Assert.Contains("Stopping, 2 in flight", console.Seen, StringComparison.Ordinal);
            Assert.Contains("before 2 results could be written: 2 Unknown", console.Seen, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
