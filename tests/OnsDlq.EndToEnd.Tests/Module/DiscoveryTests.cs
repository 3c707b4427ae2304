using System.Text.Json.Nodes;
using OnsDlq.TestKit.Hostile;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>Discovery and completion with the staged module, against a service that checks every signature.</summary>
public sealed class DiscoveryTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Instance = "MQ_INST_1";

    private readonly ModuleSession _session = ModuleSession.Staged();
    private readonly SandboxProcess _sandbox = fixture.Sandbox;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _session.SetSandbox(_sandbox);
        await _sandbox.PostAsync("instances", new JsonArray(
            new JsonObject { ["instanceId"] = Instance, ["name"] = "shop", ["tags"] = new JsonObject { ["team"] = "blue" } },
            new JsonObject { ["instanceId"] = "MQ_INST_2" }), Cancellation);
        await _sandbox.PostAsync("groups", new JsonArray(
            new JsonObject { ["instanceId"] = Instance, ["groupId"] = "GID_a", ["remark"] = "note" },
            new JsonObject { ["instanceId"] = Instance, ["groupId"] = "GID_web", ["type"] = "http" },
            new JsonObject { ["instanceId"] = "MQ_INST_2", ["groupId"] = "GID_c" }), Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_dead_letter_of_every_group_of_every_instance_is_found()
    {
        foreach (var (instance, group) in new[] { (Instance, "GID_a"), (Instance, "GID_web"), ("MQ_INST_2", "GID_c") })
            await _sandbox.AddMessagesAsync(instance, group, 2, cancellationToken: Cancellation);

        var run = await ConnectedAsync("Get-OnsDlqInstance | Get-OnsDlqGroup | Get-OnsDlqMessage | ForEach-Object { \"$($_.InstanceId) $($_.GroupId)\" }");

        RunAssert.NoErrors(run);
        Assert.Equal(
            ["MQ_INST_1 GID_a", "MQ_INST_1 GID_a", "MQ_INST_1 GID_web", "MQ_INST_1 GID_web", "MQ_INST_2 GID_c", "MQ_INST_2 GID_c"],
            run.OutputAs<string>());
    }

    [Fact]
    public async Task An_instance_is_told_of_in_words()
    {
        var run = await ConnectedAsync(
            $"Get-OnsDlqInstance | ForEach-Object {{ \"$($_.InstanceName) $($_.Status) $($_.Type) $($_.GroupCount) $($_.Tags['team'])\" }}; (Get-OnsDlqInstance {Instance}).MaxTps");

        RunAssert.NoErrors(run);
        Assert.Equal(["shop Running Standard 2 blue", "MQ_INST_2 Running Standard 1 ", "5000"], run.Output.Select(one => one.ToString()));
    }

    [Theory]
    [InlineData("Get-OnsDlqMessage -GroupId ", "GID_a GID_c GID_web")]
    [InlineData("Get-OnsDlqMessage -InstanceId MQ_INST_2 -GroupId ", "GID_c")]
    [InlineData("Get-OnsDlqMessage ", "GID_a GID_c GID_web")]
    [InlineData("Get-OnsDlqGroup -InstanceId ", "MQ_INST_1 MQ_INST_2")]
    [InlineData("Invoke-OnsDlqResend -GroupId note", "GID_a")]
    [InlineData("Connect-OnsDlq cn-hangzhou -InstanceId ", "MQ_INST_1 MQ_INST_2")]
    [InlineData("Connect-OnsDlq -RegionId cn-shanghai -InstanceId ", "")]
    [InlineData("Connect-OnsDlq cn-shanghai -InstanceId ", "")]
    [InlineData("Connect-OnsDlq -ProfileName other -InstanceId ", "")]
    public async Task What_the_service_tells_is_completed(string typed, string offered)
    {
        // If a list takes longer than completion waits, it is available when Tab is pressed again later.
        var run = await ConnectedAsync(
            offered.Length == 0 ? Completing(typed) : $"for ($key = 0; $key -lt 20 -and -not $offered; $key++) {{ $offered = {Completing(typed)} }}; $offered");

        RunAssert.NoErrors(run);
        Assert.Equal(offered, string.Join(' ', run.OutputAs<string>()));
    }

    [Fact]
    public async Task Completion_is_quiet_where_nobody_answers_and_where_nobody_is()
    {
        await using var hung = HostileServer.Start(false, HostileAnswer.Stall(""));
        _session.Set("endpoint", hung.Address.ToString());
        AssertQuiet(await ConnectedAsync(Completing("Get-OnsDlqMessage -GroupId ")));
        Assert.NotEmpty(hung.Requests);

        _session.Set("endpoint", "http://127.0.0.1:1");
        AssertQuiet(await ConnectedAsync(Completing("Get-OnsDlqMessage -GroupId ")));
    }

    private static string Completing(string typed) =>
        $"@((TabExpansion2 '{typed}' {typed.Length}).CompletionMatches | Where-Object ResultType -EQ ParameterValue | ForEach-Object CompletionText)";

    private Task<ModuleRun> ConnectedAsync(string script) =>
        _session.RunAsync($"Connect-OnsDlq $region -Endpoint $endpoint -Credential $key\n{script}");

    private static void AssertQuiet(ModuleRun run)
    {
        RunAssert.NoErrors(run);
        Assert.Empty(run.Output);
        Assert.Empty(run.Warnings);
        Assert.Empty(run.Information);
    }
}
