using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using OnsDlq.Commands;
using OnsDlq.Consumers;
using OnsDlq.Discovery;
using OnsDlq.Signing;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;
using OnsDlq.Tests.Resend;

namespace OnsDlq.Tests.Consumers;

/// <summary>The command over the real transport against the sandbox, for each fact that the sandbox can play.</summary>
public sealed class TestOnsDlqConsumerTests(SandboxFixture fixture) : LedgerTests(fixture)
{
    [Theory]
    [InlineData("", "", "Ready", "")]
    [InlineData("consumers", """{"consumer":"offline"}""", "NotReady", "Offline")]
    [InlineData("clients", """{"clients":[{"clientId":"a","subscriptions":{"orders":"*"}},{"clientId":"b","subscriptions":{"orders":"x"}}]}""", "NotReady", "SubscriptionsDiffer")]
    [InlineData("clients", """{"subscriptions":{"refunds":"*"}}""", "NotReady", "TopicNotSubscribed")]
    [InlineData("clients", """{"rebalanced":false}""", "Doubtful", "NotRebalanced")]
    [InlineData("traffic", """{"topic":"orders","okTps":1,"failedTps":2}""", "NotReady", "Failing")]
    [InlineData("traffic", """{"topic":"orders","okTps":1,"failedPerHour":2}""", "Doubtful", "FailedLately")]
    [InlineData("traffic", """{"topic":"orders","backlog":9,"delaySeconds":301}""", "Doubtful", "Backlog")]
    public async Task Each_state_of_the_consumers_has_its_verdict(string path, string state, string verdict, string reason)
    {
        await AddAsync(2);
        if (path.Length > 0) await SetAsync(path, state);

        var run = await RunAsync($"Test-OnsDlqConsumer {Group} -Connection $c");

        RunAssert.NoErrorsOrWarnings(run);
        var health = Assert.Single(run.OutputAs<ConsumerHealth>());
        Assert.Equal((verdict, reason), (health.Verdict, health.Reason.ToString()));
        Assert.Equal(health.Reason.Count, health.Fact.Count);
        Assert.Equal((Group, SandboxConnection.Instance, Sandbox.RegionId), (health.GroupId, health.InstanceId, health.RegionId));
        Assert.Equal(["orders"], health.DeadLetterTopic!);
    }

    [Fact]
    public async Task A_group_whose_state_is_refused_while_it_is_offline_is_offline()
    {
        await AddAsync(1);
        await SetAsync("consumers", """{"consumer":"offline"}""");
        await Sandbox.PostAsync("listing", new JsonObject { ["offline"] = "error" }, Cancel);
        try
        {
            var health = Assert.Single((await RunAsync($"Test-OnsDlqConsumer {Group} -Connection $c")).OutputAs<ConsumerHealth>());

            Assert.Equal(("NotReady", "Offline", false), (health.Verdict, health.Reason.ToString(), health.Online));
        }
        finally
        {
            await Sandbox.PostAsync("listing", new JsonObject { ["offline"] = "answer" }, CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("1..3 | ForEach-Object { [pscustomobject]@{ GroupId = $group; Topic = @('orders', 'gone', 'orders')[$_ - 1] } } | Test-OnsDlqConsumer -Connection $c", "gone orders")]
    [InlineData("Get-OnsDlqMessage $group -Connection $c | Test-OnsDlqConsumer -Connection $c", "orders")]
    [InlineData("$listed | Test-OnsDlqConsumer -Connection $c", "orders")]
    [InlineData("$group | Test-OnsDlqConsumer -Topic orders, '', gone -Connection $c", "gone orders")]
    [InlineData("Test-OnsDlqConsumer $group -Topic gone -Connection $c", "gone")]
    public async Task Groups_and_dead_letters_are_taken_and_each_group_is_tested_once(string script, string topics)
    {
        await AddAsync(2);

        var run = await RunAsync(script);

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(topics, Assert.Single(run.OutputAs<ConsumerHealth>()).DeadLetterTopic!.ToString());
    }

    [Fact]
    public async Task Quiet_is_true_where_it_is_ready_and_false_otherwise()
    {
        await AddAsync(1);
        Assert.Equal([true], (await RunAsync($"Test-OnsDlqConsumer {Group} -Quiet -Connection $c")).OutputAs<bool>());
        await SetAsync("clients", """{"rebalanced":false}""");
        Assert.Equal([false], (await RunAsync($"Test-OnsDlqConsumer {Group} -Quiet -Connection $c")).OutputAs<bool>());
    }

    [Fact]
    public async Task A_group_that_is_not_there_is_an_error_and_the_others_are_tested()
    {
        await AddAsync(1);

        var run = await RunAsync($"Test-OnsDlqConsumer GID_nowhere, {Group}, 'a b' -Connection $c");

        Assert.Null(run.Failure);
        Assert.Equal(["InvalidGroupId", "PermissionDenied"], run.ErrorIds.Order());
        Assert.Equal(["a b", "GID_nowhere"], run.Errors.Select(error => (string)error.TargetObject).Order(StringComparer.Ordinal).Reverse().Order());
        Assert.Equal(Group, Assert.Single(run.OutputAs<ConsumerHealth>()).GroupId);
    }

    [Fact]
    public async Task A_masked_group_in_a_file_is_no_wildcard()
    {
        var run = await RunAsync("[pscustomobject]@{ GroupId = 'GID_re***' } | Test-OnsDlqConsumer -Connection $c");

        RunAssert.OneError(run, "InvalidGroupId", ErrorCategory.InvalidArgument, "GID_re***");
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Without_any_permission_it_is_one_error_that_recommends_the_policy()
    {
        await AddAsync(1);

        var run = await RunAsync($"Test-OnsDlqConsumer {Group} -Connection $c", await KeyAsync("mq:OnsInstanceBaseInfo"));

        RunAssert.OneError(run, "PermissionDenied", ErrorCategory.PermissionDenied, Group);
        var advice = run.Errors[0].ErrorDetails.RecommendedAction;
        Assert.Contains("mq:QueryConsumerStatus", advice, StringComparison.Ordinal);
        Assert.EndsWith($"Get-OnsDlqPolicy -GroupId {Group} -InstanceId {SandboxConnection.Instance} -Health", advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_missing_permission_hides_is_told_and_the_rest_is_found_out()
    {
        await AddAsync(1);
        var key = await KeyAsync("mq:OnsInstanceBaseInfo", "mq:QueryConsumerAccumulate", "mq:QueryGroupSubDetail", "mq:QueryDLQMessage");

        var health = Assert.Single((await RunAsync($"Test-OnsDlqConsumer {Group} -Connection $c", key)).OutputAs<ConsumerHealth>());

        Assert.Equal(("Doubtful", "NotKnown", true, null), (health.Verdict, health.Reason.ToString(), health.Online, health.SubscriptionSame));
        Assert.Equal(["orders"], health.SubscribedTopic!);
    }

    private async Task<ModuleRun> RunAsync(string script, AccessKey? key = null)
    {
        using var connection = SandboxConnection.To(Sandbox, key);
        using var session = new ModuleSession(typeof(TestOnsDlqConsumerCommand).Assembly.Location);
        session.Set("c", connection);
        session.Set("group", Group);
        session.Set("listed", new ConsumerGroup(Group, SandboxConnection.Instance, Sandbox.RegionId, GroupType.Tcp));
        return await session.RunAsync(script);
    }

    private async Task<AccessKey> KeyAsync(params string[] actions)
    {
        var key = new AccessKey("LTAI_health" + Group, "secret");
        await Sandbox.AddKeyAsync(key.Id, key.Secret, cancellationToken: Cancel, policy: new JsonObject
        {
            ["Version"] = "1",
            ["Statement"] = new JsonObject
            {
                ["Effect"] = "Allow",
                ["Action"] = new JsonArray([.. actions.Select(action => (JsonNode)action)]),
                ["Resource"] = "*",
            },
        });
        return key;
    }

    private Task<JsonElement> SetAsync(string path, string state)
    {
        var body = JsonNode.Parse(state)!.AsObject();
        (body["instanceId"], body["groupId"]) = (SandboxConnection.Instance, Group);
        return Sandbox.PostAsync(path, body, Cancel);
    }
}
