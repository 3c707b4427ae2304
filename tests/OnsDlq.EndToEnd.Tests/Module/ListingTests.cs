using System.Management.Automation;
using System.Text.Json.Nodes;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>Connect-OnsDlq and Get-OnsDlqMessage of the staged module, against a service that checks every signature.</summary>
public sealed class ListingTests : LeasedSandboxTests
{
    private const string Action = "OnsDLQMessagePageQueryByGroupId";
    private const string Instance = "MQ_INST_1";


    private string Group => Lease.Group("listing");

    [Fact]
    public async Task Every_page_is_listed_with_one_call_each()
    {
        var ids = await Sandbox.AddMessagesAsync(Instance, Group, 120, cancellationToken: Cancellation);

        var run = await ConnectedAsync($"(Get-OnsDlqMessage {Group}).MsgId");

        RunAssert.NoErrors(run);
        Assert.Equal(ids.Order(StringComparer.Ordinal), run.OutputAs<string>().Order(StringComparer.Ordinal));
        Assert.Equal(3, (await Lease.CallsOfAsync(Action, Cancellation)).Accepted);
    }

    [Fact]
    public async Task A_message_is_got_by_its_id_and_an_unknown_one_is_an_error_about_it()
    {
        var ids = await Sandbox.AddMessagesAsync(Instance, Group, 2, cancellationToken: Cancellation);
        Session.Set("id", ids[1]);

        var run = await ConnectedAsync($"(Get-OnsDlqMessage {Group} 0BC16699165C03B925DB8A404E2D0000, $id).MsgId");

        Assert.Null(run.Failure);
        Assert.Equal([ids[1]], run.OutputAs<string>());
        RunAssert.OneError(run, "MessageNotFound", ErrorCategory.ObjectNotFound, "0BC16699165C03B925DB8A404E2D0000");
    }

    [Fact]
    public async Task A_temporary_key_signs_with_its_token()
    {
        await Sandbox.AddMessagesAsync(Instance, Group, 1, cancellationToken: Cancellation);
        await Sandbox.AddKeyAsync("STS.test", "hush", "token", cancellationToken: Cancellation);

        var run = await ConnectedAsync($"@(Get-OnsDlqMessage {Group}).Count", "STS.test", "hush", "token");

        RunAssert.NoErrors(run);
        Assert.Equal([1], run.OutputAs<int>());
    }

    [Fact]
    public async Task A_missing_permission_is_named_with_the_group()
    {
        await Sandbox.AddMessagesAsync(Instance, Group, 1, cancellationToken: Cancellation);
        var policy = JsonNode.Parse("""{"Version":"1","Statement":[{"Effect":"Allow","Action":"mq:ResendDLQMessage","Resource":"*"}]}""");
        await Sandbox.AddKeyAsync("LTAIlimited", "hush", policy: policy, cancellationToken: Cancellation);

        var run = await ConnectedAsync($"Get-OnsDlqMessage {Group} -InstanceId {Instance}", "LTAIlimited", "hush");

        Assert.Null(run.Failure);
        var error = RunAssert.OneError(run, "PermissionDenied", ErrorCategory.PermissionDenied, Group);
        Assert.Contains("mq:", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_group_is_an_error_about_it_and_the_next_is_listed()
    {
        await Sandbox.AddMessagesAsync(Instance, Group, 1, cancellationToken: Cancellation);

        var run = await ConnectedAsync(
            $"@([pscustomobject]@{{ GroupId = 'GID_nobody' }}, [pscustomobject]@{{ GroupId = '{Group}' }} | Get-OnsDlqMessage -InstanceId {Instance}).Count");

        Assert.Null(run.Failure);
        Assert.Equal([1], run.OutputAs<int>());
        var error = RunAssert.OneError(run, "PermissionDenied", ErrorCategory.PermissionDenied, "GID_nobody");
        Assert.All(["-GroupId", "-InstanceId", "mq:"], word => Assert.Contains(word, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_an_error_about_the_group()
    {
        await Sandbox.AddMessagesAsync(Instance, Group, 1, cancellationToken: Cancellation);
        await Sandbox.AddFaultAsync(Action, "redirect:307", cancellationToken: Cancellation);

        var run = await ConnectedAsync($"Get-OnsDlqMessage {Group}");

        Assert.Null(run.Failure);
        RunAssert.OneError(run, "UnreadableAnswer", ErrorCategory.InvalidResult, Group);
    }

    [Fact]
    public async Task A_page_that_is_throttled_once_is_asked_for_again()
    {
        await Sandbox.AddMessagesAsync(Instance, Group, 60, cancellationToken: Cancellation);
        await Sandbox.AddFaultAsync(Action, "throttle", nth: 2, cancellationToken: Cancellation);

        var run = await ConnectedAsync($"@(Get-OnsDlqMessage {Group}).Count");

        RunAssert.NoErrors(run);
        Assert.Equal([60], run.OutputAs<int>());
    }

    private Task<ModuleRun> ConnectedAsync(string script, string? id = null, string? secret = null, string? token = null)
    {
        Session.SetKey(id ?? Sandbox.AccessKeyId, secret ?? Sandbox.AccessKeySecret, token);
        var security = token is null ? "" : "-SecurityToken $token";
        return Session.RunAsync($"Connect-OnsDlq $region -Endpoint $endpoint -Credential $key {security}\n{script}");
    }
}
