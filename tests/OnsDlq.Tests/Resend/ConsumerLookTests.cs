using System.Text.Json;
using System.Text.Json.Nodes;
using OnsDlq.Messages;
using OnsDlq.Signing;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.Tests.Resend;

/// <summary>The looks of the command at the consumers, over the real transport against the sandbox, checked with its ledger.</summary>
public sealed class ConsumerLookTests(SandboxFixture fixture) : LedgerTests(fixture)
{
    private const string Look = "OnsConsumerStatus";

    [Fact]
    public async Task Consumers_that_are_offline_are_one_warning_and_every_message_is_sent_once()
    {
        var ids = await AddAsync(5);
        await SetConsumerAsync("offline");
        var before = await LooksAsync();

        var run = await ResendAsync(ids);

        Assert.Empty(run.Errors);
        Assert.Equal(5, Count(run, ResendStatus.Accepted));
        Assert.Contains($"No consumer of group {Group} is online", Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.Equal(before + 1, await LooksAsync());
        await AssertDeliveriesAsync(ids, 1);
    }

    [Fact]
    public async Task Consumers_that_differ_are_one_warning()
    {
        var ids = await AddAsync(1);
        await Sandbox.PostAsync("clients", new JsonObject
        {
            ["instanceId"] = SandboxConnection.Instance,
            ["groupId"] = Group,
            ["clients"] = new JsonArray(
                new JsonObject { ["clientId"] = "a", ["subscriptions"] = new JsonObject { ["orders"] = "*" } },
                new JsonObject { ["clientId"] = "b", ["subscriptions"] = new JsonObject { ["orders"] = "paid" } }),
        }, Cancel);

        var run = await ResendAsync(ids);

        Assert.Contains("SubscriptionSame is False", Assert.Single(run.Warnings), StringComparison.Ordinal);
        await AssertDeliveriesAsync(ids, 1);
    }

    [Theory]
    [InlineData("-IgnoreConsumer")]
    [InlineData("-WhatIf")]
    [InlineData("-Plan")]
    public async Task Nothing_is_looked_at_where_nobody_wants_it_or_nothing_is_sent(string parameter)
    {
        var ids = await AddAsync(1);
        await SetConsumerAsync("offline");
        var before = await LooksAsync();

        var run = await ResendAsync(ids, $"-Confirm:$false {parameter}");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(before, await LooksAsync());
    }

    [Fact]
    public async Task Without_the_permission_to_look_it_is_sent_and_only_a_verbose_line_says_so()
    {
        var ids = await AddAsync(3);
        await SetConsumerAsync("offline");
        var key = new AccessKey("LTAI_look" + Group, "secret");
        await Sandbox.AddKeyAsync(key.Id, key.Secret, policy: JsonNode.Parse(
            """{"Version":"1","Statement":[{"Effect":"Allow","Action":["mq:QueryDLQMessage","mq:ResendDLQMessage","mq:OnsInstanceBaseInfo"],"Resource":["*"]}]}"""), cancellationToken: Cancel);

        var run = await ResendAsync(ids, "-Confirm:$false -Verbose", key);

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(3, Count(run, ResendStatus.Accepted));
        Assert.Contains(run.Verbose, line => line.Contains("is not known, and it is resent all the same", StringComparison.Ordinal));
        await AssertDeliveriesAsync(ids, 1);
    }

    [Theory]
    [InlineData("status:503")]
    [InlineData("garbage")]
    [InlineData("dropBefore")]
    [InlineData("throttle")]
    public async Task A_look_that_fails_neither_stops_nor_fails_a_resend(string fault)
    {
        var ids = await AddAsync(3);
        await Sandbox.AddFaultAsync(Look, fault, nth: 1, cancellationToken: Cancel);

        var run = await ResendAsync(ids);

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(3, Count(run, ResendStatus.Accepted));
        await AssertDeliveriesAsync(ids, 1);
    }

    private async Task<ModuleRun> ResendAsync(IReadOnlyList<string> ids, string parameters = "-Confirm:$false", AccessKey? key = null)
    {
        using var connection = SandboxConnection.To(Sandbox, key);
        using var session = new ResendSession(connection: connection);
        session.Set("ids", ids.ToArray());
        session.Set("group", Group);
        return await session.RunAsync($"$ids | Invoke-OnsDlqResend -GroupId $group -Connection $c {parameters}");
    }

    private Task<JsonElement> SetConsumerAsync(string consumer) => Sandbox.PostAsync(
        "consumers", new JsonObject { ["instanceId"] = SandboxConnection.Instance, ["groupId"] = Group, ["consumer"] = consumer }, Cancel);

    private async Task<int> LooksAsync()
    {
        var calls = (await Sandbox.GetLedgerAsync("none", Cancel)).CallsOf(Look);
        return calls.Accepted + calls.Refused;
    }
}
