using System.Management.Automation;
using System.Security;
using System.Text;
using System.Text.Json.Nodes;
using OnsDlq.Core.Tests.Transport;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>Discovery, completion and bodies as a user has them, against a service that checks every signature.</summary>
public sealed class DiscoveryTests : IAsyncLifetime
{
    private const string Instance = "MQ_INST_1";

    private readonly ModuleSession _session = StagedModule.Open();
    private SandboxProcess _sandbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxProcess.StartAsync(["--quota", "off"], Cancellation);
        _session.Set("endpoint", _sandbox.Endpoint.ToString());
        _session.Set("region", _sandbox.RegionId);
        _session.Set("key", new PSCredential(_sandbox.AccessKeyId, Secure(_sandbox.AccessKeySecret)));
        await _sandbox.PostAsync("instances", new JsonArray(
            new JsonObject { ["instanceId"] = Instance, ["name"] = "shop", ["tags"] = new JsonObject { ["team"] = "blue" } },
            new JsonObject { ["instanceId"] = "MQ_INST_2" }), Cancellation);
        await _sandbox.PostAsync("groups", new JsonArray(
            new JsonObject { ["instanceId"] = Instance, ["groupId"] = "GID_a", ["remark"] = "note" },
            new JsonObject { ["instanceId"] = Instance, ["groupId"] = "GID_web", ["type"] = "http" },
            new JsonObject { ["instanceId"] = "MQ_INST_2", ["groupId"] = "GID_c" }), Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Every_dead_letter_of_every_group_of_every_instance_is_found()
    {
        foreach (var (instance, group) in new[] { (Instance, "GID_a"), (Instance, "GID_web"), ("MQ_INST_2", "GID_c") })
            await _sandbox.AddMessagesAsync(instance, group, 2, cancellationToken: Cancellation);

        var run = await ConnectedAsync("Get-OnsDlqInstance | Get-OnsDlqGroup | Get-OnsDlqMessage | ForEach-Object { \"$($_.InstanceId) $($_.GroupId)\" }");

        AssertClean(run);
        Assert.Equal(
            ["MQ_INST_1 GID_a", "MQ_INST_1 GID_a", "MQ_INST_1 GID_web", "MQ_INST_1 GID_web", "MQ_INST_2 GID_c", "MQ_INST_2 GID_c"],
            run.OutputAs<string>());
    }

    [Fact]
    public async Task An_instance_is_told_of_in_words()
    {
        var run = await ConnectedAsync(
            $"Get-OnsDlqInstance | ForEach-Object {{ \"$($_.InstanceName) $($_.Status) $($_.Type) $($_.GroupCount) $($_.Tags['team'])\" }}; (Get-OnsDlqInstance {Instance}).MaxTps");

        AssertClean(run);
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
        var run = await ConnectedAsync(Completing(typed));

        AssertClean(run);
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

    [Fact]
    public async Task Bodies_are_read_verified_and_told_from_what_is_no_text()
    {
        await AddAsync("M1", new() { ["body"] = "{\"id\":\"订单 1\"}" });
        await AddAsync("M2", new() { ["bodyBase64"] = "AP+AGw==" });
        await AddAsync("M3", new() { ["body"] = "" });

        var run = await ConnectedAsync(
            "Get-OnsDlqMessage GID_a -InstanceId MQ_INST_1 -IncludeBody | ForEach-Object { \"$($_.BodyVerified) $($null -eq $_.BodyText) $([Convert]::ToBase64String($_.Body))\" }");

        AssertClean(run);
        Assert.Empty(run.Warnings);
        Assert.Equal(
            [$"True False {Convert.ToBase64String(Encoding.UTF8.GetBytes("{\"id\":\"订单 1\"}"))}", "True True AP+AGw==", "True False "],
            run.OutputAs<string>());
    }

    [Theory]
    [InlineData((byte)'x')]
    [InlineData((byte)0)]
    public async Task The_largest_body_that_the_service_takes_is_read_and_verified(byte filled)
    {
        var body = new byte[4 * 1024 * 1024];
        Array.Fill(body, filled);
        await AddAsync("M1", new() { ["bodyBase64"] = Convert.ToBase64String(body) });

        var run = await ConnectedAsync(
            "Get-OnsDlqMessage GID_a -InstanceId MQ_INST_1 -IncludeBody | ForEach-Object { \"$($_.Body.Length) $($_.BodyVerified)\" }");

        AssertClean(run);
        Assert.Empty(run.Warnings);
        Assert.Equal(["4194304 True"], run.OutputAs<string>());
    }

    [Fact]
    public async Task Bodies_that_are_listed_are_used_and_no_call_is_made_for_them()
    {
        await AddAsync("M1", new() { ["body"] = "{}", ["bornTime"] = TimeProvider.System.GetUtcNow().AddDays(-3).AddMinutes(-1).ToString("o") });
        await _sandbox.PostAsync("listing", new JsonObject { ["bodies"] = "listed" }, Cancellation);

        var run = await ConnectedAsync(
            "Get-OnsDlqMessage GID_a -InstanceId MQ_INST_1 -IncludeBody; Get-OnsDlqMessage GID_a M1 -InstanceId MQ_INST_1 -IncludeBody; Get-OnsDlqMessage GID_a -InstanceId MQ_INST_1");

        AssertClean(run);
        Assert.Empty(run.Warnings);
        Assert.Equal([(string?)"{}", "{}", null], run.Output.Select(one => (string?)one.Properties["BodyText"].Value));
        Assert.False((await _sandbox.GetLedgerAsync(Cancellation)).Calls.ContainsKey("OnsMessageDetail"));
    }

    [Fact]
    public async Task A_body_that_is_gone_is_a_warning_and_the_dead_letter_comes()
    {
        await AddAsync("M1", new() { ["body"] = "{}", ["bornTime"] = TimeProvider.System.GetUtcNow().AddDays(-3).AddMinutes(-1).ToString("o") });
        await AddAsync("M2", new() { ["body"] = "{}" });

        var run = await ConnectedAsync("Get-OnsDlqMessage GID_a -InstanceId MQ_INST_1 -IncludeBody | ForEach-Object { \"$($_.MsgId) $($_.BodyText)\" }");

        AssertClean(run);
        Assert.Equal(["M1 ", "M2 {}"], run.OutputAs<string>());
        Assert.Contains("M1", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_that_may_not_be_read_are_warned_of_with_one_topic_asked_for_little()
    {
        await _sandbox.AddMessagesAsync(Instance, "GID_a", 60, cancellationToken: Cancellation);
        var policy = JsonNode.Parse("""{"Version":"1","Statement":[{"Effect":"Allow","Action":["mq:QueryDLQMessage","mq:OnsInstanceBaseInfo"],"Resource":"*"}]}""");
        await _sandbox.AddKeyAsync("LTAIlimited", "hush", policy: policy, cancellationToken: Cancellation);
        _session.Set("key", new PSCredential("LTAIlimited", Secure("hush")));

        var run = await ConnectedAsync("@(Get-OnsDlqMessage GID_a -InstanceId MQ_INST_1 -IncludeBody).Count");

        AssertClean(run);
        Assert.Equal([60], run.OutputAs<int>());
        Assert.Equal(6, run.Warnings.Count);
        Assert.Contains("NoPermission", run.Warnings[0], StringComparison.Ordinal);
        var calls = (await _sandbox.GetLedgerAsync(Cancellation)).Calls["OnsMessageDetail"];
        Assert.InRange(calls.Refused, 1, 8);
        Assert.Equal(0, calls.Accepted);
    }

    [Fact]
    public async Task A_hundred_bodies_are_read_with_one_call_each()
    {
        await _sandbox.AddMessagesAsync(Instance, "GID_a", 100, cancellationToken: Cancellation);

        var run = await ConnectedAsync("@(Get-OnsDlqMessage GID_a -InstanceId MQ_INST_1 -IncludeBody -RequestsPerSecond 50 | Where-Object BodyVerified).Count");

        AssertClean(run);
        Assert.Equal([100], run.OutputAs<int>());
        Assert.Empty(run.Warnings);
        Assert.Equal(100, (await _sandbox.GetLedgerAsync(Cancellation)).Calls["OnsMessageDetail"].Accepted);
    }

    private static string Completing(string typed) =>
        $"@((TabExpansion2 '{typed}' {typed.Length}).CompletionMatches | Where-Object ResultType -EQ ParameterValue | ForEach-Object CompletionText)";

    private async Task AddAsync(string msgId, JsonObject message)
    {
        (message["instanceId"], message["groupId"], message["topic"], message["msgId"]) = (Instance, "GID_a", "orders", msgId);
        await _sandbox.AddMessagesAsync(message, Cancellation);
    }

    private Task<ModuleRun> ConnectedAsync(string script) =>
        _session.RunAsync($"Connect-OnsDlq $region -Endpoint $endpoint -Credential $key\n{script}", Cancellation);

    private static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var letter in text) secure.AppendChar(letter);
        secure.MakeReadOnly();
        return secure;
    }

    private static void AssertClean(ModuleRun run)
    {
        Assert.Null(run.Failure);
        Assert.Empty(run.Errors);
    }

    private static void AssertQuiet(ModuleRun run)
    {
        AssertClean(run);
        Assert.Empty(run.Output);
        Assert.Empty(run.Warnings);
        Assert.Empty(run.Information);
    }
}
