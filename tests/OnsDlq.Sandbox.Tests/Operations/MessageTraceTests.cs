using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Signing;
using static OnsDlq.Sandbox.Tests.Operations.TraceBench;

namespace OnsDlq.Sandbox.Tests.Operations;

/// <summary>OnsMessageTrace, which knows offsets only.</summary>
public sealed class MessageTraceTests
{
    [Theory]
    [InlineData("fail")]
    [InlineData("succeed")]
    public async Task A_dead_letter_is_consumed_by_offset_whatever_became_of_its_resend(string consumer)
    {
        await using var sandbox = await StartAsync(consumer, 17_140);
        await ResendAsync(sandbox);

        Assert.Equal("""[{"ConsumerGroup":"G","InstanceId":"I","TrackType":"CONSUMED"}]""", (await TracksAsync(sandbox)).ToJsonString());
    }

    [Theory]
    [InlineData("/consumers", """{"consumer":"offline"}""", "NOT_ONLINE")]
    [InlineData("/clients", """{"model":"broadcasting"}""", "UNKNOWN")]
    [InlineData("/clients", """{"subscriptions":{"orders":"paid || refunded"}}""", "CONSUMED_BUT_FILTERED")]
    [InlineData("/clients", """{"subscriptions":{"orders":"*"}}""", "CONSUMED")]
    [InlineData("/clients", """{"subscriptions":{"stock":"*"}}""", "CONSUMED")]
    public async Task The_state_of_the_group_shows(string path, string body, string type)
    {
        await using var sandbox = await StartAsync();
        await PostAsync(sandbox, path, "G", body);

        Assert.Equal(type, (string)Assert.Single(await TracksAsync(sandbox))!["TrackType"]!);
    }

    [Theory]
    [InlineData(3600, "CONSUMED")]
    [InlineData(86_400, "NOT_CONSUME_YET")]
    public async Task Another_group_that_subscribes_to_the_topic_has_it_unless_it_is_behind(int delay, string type)
    {
        await using var sandbox = await StartAsync();
        await PostAsync(sandbox, "/clients", "H", """{"subscriptions":{"orders":"*"}}""");
        await PostAsync(sandbox, "/traffic", "H", $$"""{"topic":"orders","backlog":5,"delaySeconds":{{delay}}}""");
        await PostAsync(sandbox, "/clients", "other", """{"subscriptions":{"stock":"*"}}""");

        var tracks = await TracksAsync(sandbox);

        Assert.Equal([("G", "CONSUMED"), ("H", type)], tracks.Select(one => ((string)one!["ConsumerGroup"]!, (string)one["TrackType"]!)));
    }

    [Fact]
    public async Task An_unknown_message_and_one_that_is_older_than_three_days_are_refused()
    {
        await using var sandbox = await StartAsync();

        Assert.Equal("BIZ_NO_MESSAGE", (await SendAsync(sandbox, ("Topic", "orders"), ("MsgId", "other"))).Code);
        Assert.Equal("BIZ_NO_MESSAGE", (await SendAsync(sandbox, ("Topic", "stock"), ("MsgId", Id))).Code);
        Assert.Equal("MissingTopic", (await SendAsync(sandbox, ("MsgId", Id))).Code);
        sandbox.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal("BIZ_NO_MESSAGE", (await SendAsync(sandbox, ("Topic", "orders"), ("MsgId", Id))).Code);
    }

    [Fact]
    public async Task It_needs_its_permission_on_the_topic_and_ten_calls_a_second_are_let_in()
    {
        await using var sandbox = await StartAsync();
        var call = sandbox.Call("OnsMessageTrace", ("InstanceId", "I"), ("Topic", "orders"), ("MsgId", Id));
        await Access.GrantAsync(sandbox, "mq:QueryMessageTrace", "acs:mq:*:*:I%stock");
        Assert.Equal(403, (await sandbox.SendAsync(Access.As(call with { Nonce = "other" }).V3())).Status);
        await Access.GrantAsync(sandbox, "mq:QueryMessageTrace", "acs:mq:*:*:I%orders");
        Assert.Equal(200, (await sandbox.SendAsync(Access.As(call).V3())).Status);
        sandbox.Time.Advance(TimeSpan.FromSeconds(1));

        for (var i = 0; i < 10; i++) await TracksAsync(sandbox);

        Assert.Equal("Throttling.User", (await SendAsync(sandbox, ("Topic", "orders"), ("MsgId", Id))).Code);
    }

    private static Task<Reply> SendAsync(TestSandbox sandbox, params (string, string)[] parameters) =>
        sandbox.SendAsync(sandbox.Call("OnsMessageTrace", [("InstanceId", "I"), .. parameters]).V3());

    private static async Task<JsonArray> TracksAsync(TestSandbox sandbox) =>
        (await SendAsync(sandbox, ("Topic", "orders"), ("MsgId", Id))).Json["Data"]!["MessageTrack"]!.AsArray();

    private static async Task PostAsync(TestSandbox sandbox, string path, string groupId, string more)
    {
        var body = JsonNode.Parse(more)!.AsObject();
        (body["instanceId"], body["groupId"]) = ("I", groupId);
        Assert.Equal(200, (await sandbox.PostAsync(path, body)).Status);
    }
}
