using System.Text.RegularExpressions;
using OnsDlq.TestKit.Consoles;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Consoles;

/// <summary>README's script for schedulers, unchanged, in a real pwsh: its exit code shows the worst result.</summary>
public sealed partial class ReadmeScriptTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Instance = "MQ_INST_188077086902_README01";
    private const string Resend = "OnsDLQMessageResendById";

    private readonly SandboxProcess _sandbox = fixture.Sandbox;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ondlq-readme-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _sandbox.ClearFaultsAsync(Cancel);
        var readme = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(ConsoleProgram.StagedManifest)!, "..", "..", "README.md"), Cancel);
        await File.WriteAllTextAsync(
            Script, Assert.Single(Blocks().Matches(readme), block => block.Value.Contains("\nexit ", StringComparison.Ordinal)).Groups[1].Value, Cancel);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Nothing_to_send_and_everything_accepted_are_0()
    {
        await _sandbox.AddMessagesAsync(Instance, Group, 3, cancellationToken: Cancel);

        Assert.Equal(0, (await RunAsync()).ExitCode);
        Assert.Equal(0, (await RunAsync()).ExitCode);
        await DeliveredAsync(3);
    }

    [Fact]
    public async Task An_unknown_outcome_is_5_and_3_from_the_next_run_on()
    {
        var ids = await _sandbox.AddMessagesAsync(Instance, Group, 3, cancellationToken: Cancel);
        await _sandbox.AddFaultAsync(Resend, "acceptThenDrop", msgId: ids[1], cancellationToken: Cancel);

        Assert.Equal(5, (await RunAsync()).ExitCode);
        Assert.Equal(3, (await RunAsync()).ExitCode);
        await DeliveredAsync(3);
    }

    [Fact]
    public async Task A_run_that_stops_itself_tells_every_result_and_is_as_bad_as_the_worst()
    {
        await _sandbox.AddMessagesAsync(Instance, Group, 40, cancellationToken: Cancel);
        await _sandbox.AddFaultAsync(Resend, "acceptThenDrop", cancellationToken: Cancel);

        var run = await RunAsync();

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("The run was stopped", run.Errors, StringComparison.Ordinal);
        var counts = Counts().Matches(run.Output).ToDictionary(row => row.Groups["name"].Value, row => int.Parse(row.Groups["count"].ValueSpan, null));
        Assert.Equal(40, counts.Values.Sum());
        Assert.InRange(counts["Skipped, RunStopped"], 1, 35);
        Assert.Equal(
            counts["Unknown"], (await _sandbox.GetLedgerAsync(Cancel)).Deliveries.Where(delivery => delivery.GroupId == Group).Sum(delivery => delivery.Count));
    }

    [Fact]
    public async Task A_refusal_is_2_and_a_wrong_secret_is_1()
    {
        var ids = await _sandbox.AddMessagesAsync(Instance, Group, 2, cancellationToken: Cancel);
        await _sandbox.AddFaultAsync(Resend, "xmlError", msgId: ids[0], cancellationToken: Cancel);

        Assert.Equal(2, (await RunAsync()).ExitCode);
        Assert.Equal(1, (await RunAsync(secret: "wrong")).ExitCode);
    }

    [Fact]
    public async Task An_id_that_the_service_lists_as_failed_is_4()
    {
        await using var sample = await SandboxProcess.StartAsync(["--quota", "off", "--resend-answer", "sample"], Cancel);
        await sample.AddMessagesAsync(Instance, Group, 1, cancellationToken: Cancel);

        Assert.Equal(4, (await RunAsync(sample)).ExitCode);
    }

    // Used by this test only.
    private string Group => $"GID_{_folder.Name}";

    private string Script => Path.Combine(_folder.FullName, "resend.ps1");

    private Task<ConsoleRun> RunAsync(SandboxProcess? sandbox = null, string? secret = null)
    {
        sandbox ??= _sandbox;
        return ConsoleProgram.Pwsh.RunAsync(["-NoProfile", "-NonInteractive", "-File", Script, Group], Cancel, new Dictionary<string, string>
        {
            ["PSModulePath"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ConsoleProgram.StagedManifest)!, "..")),
            ["HOME"] = _folder.FullName,
            ["ONSDLQ_ENDPOINT"] = sandbox.Endpoint.ToString(),
            ["ONSDLQ_JOURNAL"] = Path.Combine(_folder.FullName, "journal.db"),
            ["ALIBABA_CLOUD_REGION_ID"] = sandbox.RegionId,
            ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = sandbox.AccessKeyId,
            ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = secret ?? sandbox.AccessKeySecret,
        });
    }

    private async Task DeliveredAsync(int count) => Assert.Equal(
        Enumerable.Repeat(1, count), (await _sandbox.GetLedgerAsync(Cancel)).Deliveries.Where(
            delivery => delivery.GroupId == Group).Select(delivery => delivery.Count));

    [GeneratedRegex(@"^```powershell\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^\s*(?<count>\d+) (?<name>\w+(, \w+)?)", RegexOptions.Multiline)]
    private static partial Regex Counts();
}
