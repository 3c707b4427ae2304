using System.Text.Json;
using System.Text.RegularExpressions;
using OnsDlq.TestKit.Consoles;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Consoles;

/// <summary>
/// README's scripts for schedulers, unchanged, in a real pwsh: the exit code of the one shows the worst result, and its log every result; the
/// other shows what is new.
/// </summary>
public sealed partial class ReadmeScriptTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Instance = "MQ_INST_188077086902_README01";
    private const string Resend = "OnsDLQMessageResendById";

    private static readonly string[] Switches = ["-NoProfile", "-NonInteractive", "-File"];

    private readonly SandboxProcess _sandbox = fixture.Sandbox;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ondlq-readme-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _sandbox.ClearFaultsAsync(Cancel);
        await File.WriteAllTextAsync(Script, await ScriptOfReadmeAsync("Invoke-OnsDlqResend"), Cancel);
        await File.WriteAllTextAsync(Alert, await ScriptOfReadmeAsync("Bookmark"), Cancel);
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
        var sent = await LogAsync();
        Assert.Equal(0, (await RunAsync()).ExitCode);
        await DeliveredAsync(3);

        Assert.Equal(["Started", "Accepted", "Accepted", "Accepted"], sent.Select(Tells));
        Assert.All(sent, line => Assert.True(line.GetProperty("Time").GetDateTimeOffset() > DateTimeOffset.UnixEpoch));
        Assert.All(sent[1..], line => Assert.Equal(32, line.GetProperty("MsgId").GetString()!.Length));
        // What was sent needs no line in every later run.
        Assert.Equal(["Started"], (await LogAsync())[sent.Length..].Select(Tells));
    }

    [Fact]
    public async Task An_unknown_outcome_is_5_and_3_from_the_next_run_on()
    {
        var ids = await _sandbox.AddMessagesAsync(Instance, Group, 3, cancellationToken: Cancel);
        await _sandbox.AddFaultAsync(Resend, "acceptThenDrop", msgId: ids[1], cancellationToken: Cancel);

        Assert.Equal(5, (await RunAsync()).ExitCode);
        Assert.Equal(3, (await RunAsync()).ExitCode);
        await DeliveredAsync(3);
        var about = (await LogAsync()).Where(line => line.TryGetProperty("MsgId", out var id) && id.GetString() == ids[1]);
        Assert.Equal([("Unknown", ""), ("Skipped", "OutcomeUnknown")], about.Select(line => (Tells(line), line.GetProperty("Reason").GetString()!)));
    }

    [Fact]
    public async Task A_run_that_stops_itself_tells_every_result_and_is_as_bad_as_the_worst_and_the_next_one_sends_the_rest()
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
        Assert.Contains(await LogAsync(), line => line.TryGetProperty("Error", out var id) && id.GetString()!.StartsWith("BreakerTripped,", StringComparison.Ordinal));

        await _sandbox.ClearFaultsAsync(Cancel);
        Assert.Equal(3, (await RunAsync()).ExitCode);
        await DeliveredAsync(40);
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

    [Fact]
    public async Task A_log_that_cannot_be_written_is_1_and_nothing_is_sent()
    {
        await _sandbox.AddMessagesAsync(Instance, Group, 2, cancellationToken: Cancel);
        Directory.CreateDirectory(Log);

        Assert.Equal(1, (await RunAsync()).ExitCode);

        await DeliveredAsync(0);
    }

    [Fact]
    public async Task An_alert_shows_what_is_new_once_and_again_only_where_it_could_not_be_sent()
    {
        var ids = await _sandbox.AddMessagesAsync(Instance, Group, 3, cancellationToken: Cancel);
        await _sandbox.AddMessagesAsync(Instance, Group + "_2", 1, cancellationToken: Cancel);

        Assert.Equal(1, (await AlertAsync("wrong")).ExitCode);
        var first = await AlertAsync();
        var second = await AlertAsync();
        var late = await _sandbox.AddMessagesAsync(Instance, Group, 1, from: TimeProvider.System.GetUtcNow(), cancellationToken: Cancel);
        var script = await File.ReadAllTextAsync(Alert, Cancel);
        await File.WriteAllTextAsync(Alert, script.Replace("$code = 2", "throw 'no mail'", StringComparison.Ordinal), Cancel);
        var failed = await AlertAsync();
        await File.WriteAllTextAsync(Alert, script, Cancel);
        var third = await AlertAsync();

        Assert.Equal((2, 4), (first.ExitCode, Lines(first).Length));
        Assert.Equal(ids, Lines(first).Select(line => line.Split(' ')[3]).Take(3));
        Assert.Equal((0, ""), (second.ExitCode, second.Output + second.Errors));
        Assert.Equal((1, late[0]), (failed.ExitCode, Assert.Single(Lines(failed)).Split(' ')[3]));
        Assert.Equal((2, late[0]), (third.ExitCode, Assert.Single(Lines(third)).Split(' ')[3]));
    }

    [Fact]
    public async Task The_about_topic_has_the_same_scripts_and_every_scheduler_starts_it_as_these_tests_do()
    {
        var root = ConsoleProgram.RepositoryRoot;
        var topic = await File.ReadAllTextAsync(Path.Combine(root, "en-US", "about_OnsDlq_Automation.help.txt"), Cancel);
        var readme = await File.ReadAllTextAsync(Path.Combine(root, "README.md"), Cancel);

        foreach (var script in new[] { await ScriptOfReadmeAsync("Invoke-OnsDlqResend"), await ScriptOfReadmeAsync("Bookmark") })
            Assert.Contains(string.Concat(script.Split('\n').Select(line => line.Length == 0 ? "" : $"        {line}\n")), topic, StringComparison.Ordinal);
        // cron, systemd, Task Scheduler.
        Assert.All(new[] { topic, readme }, text => Assert.Equal(
            Enumerable.Repeat(string.Join(' ', Switches), 3),
            Starts().Matches(text).Select(start => Breaks().Replace(start.Groups["switches"].Value, " "))));
    }

    // Used by this test only.
    private string Group => $"GID_{_folder.Name}";

    private string Log => Path.Combine(_folder.FullName, "log.jsonl");

    private string Script => Path.Combine(_folder.FullName, "resend.ps1");

    private string Alert => Path.Combine(_folder.FullName, "alert.ps1");

    private Task<ConsoleRun> RunAsync(SandboxProcess? sandbox = null, string? secret = null) => RunAsync([Script, Group, Log], sandbox, secret);

    private Task<ConsoleRun> AlertAsync(string? secret = null) => RunAsync([Alert, Group, Group + "_2"], null, secret);

    private static string[] Lines(ConsoleRun run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private Task<ConsoleRun> RunAsync(string[] script, SandboxProcess? sandbox, string? secret)
    {
        sandbox ??= _sandbox;
        return ConsoleProgram.Pwsh.RunAsync([.. Switches, .. script], Cancel, new Dictionary<string, string>
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

    private static async Task<string> ScriptOfReadmeAsync(string with)
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(ConsoleProgram.RepositoryRoot, "README.md"), Cancel);
        return Assert.Single(
            Blocks().Matches(readme),
            block => block.Value.Contains("\nexit ", StringComparison.Ordinal) && block.Value.Contains(with, StringComparison.Ordinal)).Groups[1].Value;
    }

    private async Task<JsonElement[]> LogAsync() =>
        [.. (await File.ReadAllLinesAsync(Log, Cancel)).Select(line => JsonDocument.Parse(line).RootElement)];

    // A line's status, or the name of what it has instead.
    private static string Tells(JsonElement line) =>
        line.TryGetProperty("Status", out var status) ? status.GetString()! : line.EnumerateObject().ElementAt(1).Name;

    private async Task DeliveredAsync(int count) => Assert.Equal(
        Enumerable.Repeat(1, count), (await _sandbox.GetLedgerAsync(Cancel)).Deliveries.Where(
            delivery => delivery.GroupId == Group).Select(delivery => delivery.Count));

    [GeneratedRegex(@"^```powershell\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"(?<switches>-NoProfile -NonInteractive(?:[\s\\'+]+)-File) \S+resend\.ps1")]
    private static partial Regex Starts();

    [GeneratedRegex(@"[\s\\'+]+")]
    private static partial Regex Breaks();

    [GeneratedRegex(@"^\s*(?<count>\d+) (?<name>\w+(, \w+)?)", RegexOptions.Multiline)]
    private static partial Regex Counts();
}
