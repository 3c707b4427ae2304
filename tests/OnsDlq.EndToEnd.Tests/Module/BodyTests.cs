using System.Text;
using System.Text.Json.Nodes;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>Bodies with the staged module, against a service that checks every signature.</summary>
public sealed class BodyTests : LeasedSandboxTests
{
    private const string Instance = "MQ_INST_1";


    private string Group => Lease.Group("bodies");

    [Fact]
    public async Task Bodies_are_read_verified_and_told_from_what_is_no_text()
    {
        await AddAsync("M1", new() { ["body"] = "{\"id\":\"订单 1\"}" });
        await AddAsync("M2", new() { ["bodyBase64"] = "AP+AGw==" });
        await AddAsync("M3", new() { ["body"] = "" });

        var run = await ConnectedAsync(
            $"Get-OnsDlqMessage {Group} -InstanceId MQ_INST_1 -IncludeBody | ForEach-Object {{ \"$($_.BodyVerified) $($null -eq $_.BodyText) $([Convert]::ToBase64String($_.Body))\" }}");

        RunAssert.NoErrors(run);
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
            $"Get-OnsDlqMessage {Group} -InstanceId MQ_INST_1 -IncludeBody | ForEach-Object {{ \"$($_.Body.Length) $($_.BodyVerified)\" }}");

        RunAssert.NoErrors(run);
        Assert.Empty(run.Warnings);
        Assert.Equal(["4194304 True"], run.OutputAs<string>());
    }

    [Fact]
    public async Task Bodies_that_are_listed_are_used_and_no_call_is_made_for_them()
    {
        await AddAsync("M1", new() { ["body"] = "{}", ["bornTime"] = TimeProvider.System.GetUtcNow().AddDays(-3).AddMinutes(-1).ToString("o") });
        await Sandbox.PostAsync("listing", new JsonObject { ["bodies"] = "listed" }, Cancellation);

        var run = await ConnectedAsync(
            $"Get-OnsDlqMessage {Group} -InstanceId MQ_INST_1 -IncludeBody; Get-OnsDlqMessage {Group} M1 -InstanceId MQ_INST_1 -IncludeBody; Get-OnsDlqMessage {Group} -InstanceId MQ_INST_1");

        RunAssert.NoErrors(run);
        Assert.Empty(run.Warnings);
        Assert.Equal([(string?)"{}", "{}", null], run.Output.Select(one => (string?)one.Properties["BodyText"].Value));
        Assert.Equal(new CallCount(0, 0), await Lease.CallsOfAsync("OnsMessageDetail", Cancellation));
    }

    [Fact]
    public async Task A_body_that_is_gone_is_a_warning_and_the_dead_letter_comes()
    {
        await AddAsync("M1", new() { ["body"] = "{}", ["bornTime"] = TimeProvider.System.GetUtcNow().AddDays(-3).AddMinutes(-1).ToString("o") });
        await AddAsync("M2", new() { ["body"] = "{}" });

        var run = await ConnectedAsync($"Get-OnsDlqMessage {Group} -InstanceId MQ_INST_1 -IncludeBody | ForEach-Object {{ \"$($_.MsgId) $($_.BodyText)\" }}");

        RunAssert.NoErrors(run);
        Assert.Equal(["M1 ", "M2 {}"], run.OutputAs<string>());
        Assert.Contains("M1", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_that_may_not_be_read_are_warned_of_with_one_topic_asked_for_little()
    {
        await Sandbox.AddMessagesAsync(Instance, Group, 60, cancellationToken: Cancellation);
        var policy = JsonNode.Parse("""{"Version":"1","Statement":[{"Effect":"Allow","Action":["mq:QueryDLQMessage","mq:OnsInstanceBaseInfo"],"Resource":"*"}]}""");
        await Sandbox.AddKeyAsync("LTAIlimited", "hush", policy: policy, cancellationToken: Cancellation);
        Session.SetKey("LTAIlimited", "hush");

        var run = await ConnectedAsync($"@(Get-OnsDlqMessage {Group} -InstanceId MQ_INST_1 -IncludeBody).Count");

        RunAssert.NoErrors(run);
        Assert.Equal([60], run.OutputAs<int>());
        Assert.Equal(6, run.Warnings.Count);
        Assert.Contains("NoPermission", run.Warnings[0], StringComparison.Ordinal);
        Assert.Matches("mq:QueryMessageDetail.* Get-OnsDlqPolicy -InstanceId MQ_INST_1 -Topic [a-z]+ -Body$", run.Warnings[0]);
        var calls = await Lease.CallsOfAsync("OnsMessageDetail", Cancellation);
        Assert.InRange(calls.Refused, 1, 8);
        Assert.Equal(0, calls.Accepted);
    }

    [Fact]
    public async Task A_hundred_bodies_are_read_with_one_call_each()
    {
        await Sandbox.AddMessagesAsync(Instance, Group, 100, cancellationToken: Cancellation);

        var run = await ConnectedAsync(
            $"@(Get-OnsDlqMessage {Group} -InstanceId MQ_INST_1 -IncludeBody -RequestsPerSecond 50 | Where-Object BodyVerified).Count");

        RunAssert.NoErrors(run);
        Assert.Equal([100], run.OutputAs<int>());
        Assert.Empty(run.Warnings);
        Assert.Equal(100, (await Lease.CallsOfAsync("OnsMessageDetail", Cancellation)).Accepted);
    }

    private async Task AddAsync(string msgId, JsonObject message)
    {
        // A body is found by topic and ID, so no other test uses this topic.
        (message["instanceId"], message["groupId"], message["topic"], message["msgId"]) = (Instance, Group, Group, msgId);
        await Sandbox.AddMessagesAsync(message, Cancellation);
    }

    private Task<ModuleRun> ConnectedAsync(string script) =>
        Session.RunAsync($"Connect-OnsDlq $region -Endpoint $endpoint -Credential $key\n{script}");
}
