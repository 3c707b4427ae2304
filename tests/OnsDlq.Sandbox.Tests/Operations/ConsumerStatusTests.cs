using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Operations;

/// <summary>What the three operations tell about a group's consumers.</summary>
public sealed class ConsumerStatusTests
{
    private const string Id = "0A1F070C000000000000000000000001";
    private static readonly string[] Operations = ["OnsConsumerStatus", "OnsConsumerAccumulate", "OnsGroupSubDetail"];

    [Fact]
    public async Task A_group_that_was_only_given_dead_letters_is_online_consistent_and_subscribes_to_their_topics()
    {
        await using var sandbox = await StartAsync();

        var status = await DataAsync(sandbox, "OnsConsumerStatus");
        var subscriptions = await DataAsync(sandbox, "OnsGroupSubDetail");

        Assert.Equal((true, true, true), ((bool)status["Online"]!, (bool)status["SubscriptionSame"]!, (bool)status["RebalanceOK"]!));
        Assert.Equal((0, "CLUSTERING", "I"), ((long)status["TotalDiff"]!, (string)status["ConsumeModel"]!, (string)status["InstanceId"]!));
        Assert.Equal("10.42.0.31:60524", (string)Assert.Single(Connections(status))!["ClientAddr"]!);
        Assert.Equal("""[{"Topic":"orders","SubString":"*"}]""", Subscribed(subscriptions).ToJsonString());
        Assert.Equal(("G", true, "CLUSTERING"), ((string)subscriptions["GroupId"]!, (bool)subscriptions["Online"]!, (string)subscriptions["MessageModel"]!));
    }

    [Theory]
    [InlineData(null, 0, 0)]
    [InlineData("false", 0, 0)]
    [InlineData("true", 1, 1)]
    public async Task Topics_and_consumers_are_told_in_detail_only_where_it_is_asked_for(string? detail, int topics, int consumers)
    {
        await using var sandbox = await StartAsync();
        (string, string)[] asked = detail is null ? [] : [("Detail", detail)];

        var status = await DataAsync(sandbox, "OnsConsumerStatus", asked);
        var accumulated = await DataAsync(sandbox, "OnsConsumerAccumulate", asked);

        Assert.Equal(topics, Topics(status).Count);
        Assert.Equal(topics, Topics(accumulated).Count);
        Assert.Equal(consumers, status["ConsumerConnectionInfoList"]!["ConsumerConnectionInfoDo"]!.AsArray().Count);
        Assert.Single(Connections(status));
    }

    [Fact]
    public async Task The_same_is_told_in_XML()
    {
        await using var sandbox = await StartAsync();

        var reply = await sandbox.SendAsync((Call(sandbox, "OnsConsumerStatus", ("Detail", "true")) with { Format = "XML" }).V1());

        var data = System.Xml.Linq.XElement.Parse(reply.Text).Element("Data")!;
        Assert.Equal("true", data.Element("Online")!.Value);
        Assert.Equal("10.42.0.31", Assert.Single(data.Element("ConnectionSet")!.Elements("ConnectionDo")).Element("RemoteIP")!.Value);
        Assert.Equal("orders", Assert.Single(data.Element("DetailInTopicList")!.Elements("DetailInTopicDo")).Element("Topic")!.Value);
    }

    [Fact]
    public async Task Stacks_are_told_only_where_they_are_asked_for()
    {
        await using var sandbox = await StartAsync();

        Assert.Empty(Stacks(await DataAsync(sandbox, "OnsConsumerStatus", ("Detail", "true"))));
        Assert.NotEmpty(Stacks(await DataAsync(sandbox, "OnsConsumerStatus", ("Detail", "true"), ("NeedJstack", "true"))));
    }

    [Fact]
    public async Task A_group_that_is_offline_has_no_consumer_and_its_resent_messages_wait()
    {
        await using var sandbox = await StartAsync();
        await SetAsync(sandbox, "/consumers", """{"instanceId":"I","groupId":"G","consumer":"offline"}""");
        await ResendAsync(sandbox);
        sandbox.Time.Advance(TimeSpan.FromSeconds(90));

        var status = await DataAsync(sandbox, "OnsConsumerStatus", ("Detail", "true"));
        var accumulated = await DataAsync(sandbox, "OnsConsumerAccumulate");

        Assert.False((bool)status["Online"]!);
        Assert.Empty(Connections(status));
        Assert.Equal((1, 90_000), ((long)status["TotalDiff"]!, (long)status["DelayTime"]!));
        Assert.Equal((1, 90_000), ((long)Topics(status)[0]!["TotalDiff"]!, (long)Topics(status)[0]!["DelayTime"]!));
        Assert.Equal((false, 1), ((bool)accumulated["Online"]!, (long)accumulated["TotalDiff"]!));
        Assert.Empty(Subscribed(await DataAsync(sandbox, "OnsGroupSubDetail")));

        await SetAsync(sandbox, "/consumers", """{"instanceId":"I","groupId":"G","consumer":"succeed"}""");

        status = await DataAsync(sandbox, "OnsConsumerStatus", ("Detail", "true"));
        Assert.Equal(Now(sandbox), (long)status["ConsumerConnectionInfoList"]!["ConsumerConnectionInfoDo"]![0]!["StartTimeStamp"]!);
        Assert.Equal((true, 0, 0), ((bool)status["Online"]!, (long)status["TotalDiff"]!, (long)status["DelayTime"]!));
    }

    [Fact]
    public async Task A_group_that_is_offline_may_be_refused_instead()
    {
        await using var sandbox = await StartAsync();
        await SetAsync(sandbox, "/consumers", """{"instanceId":"I","groupId":"G","consumer":"offline"}""");
        await SetAsync(sandbox, "/listing", """{"offline":"error"}""");

        Assert.Equal("BIZ_CONSUMER_NOT_ONLINE", (await SendAsync(sandbox, "OnsConsumerStatus")).Code);
        Assert.Equal("BIZ_CONSUMER_NOT_ONLINE", (await SendAsync(sandbox, "OnsGroupSubDetail")).Code);
        Assert.Equal(200, (await SendAsync(sandbox, "OnsConsumerAccumulate")).Status);
    }

    [Fact]
    public async Task Consumers_with_different_subscriptions_are_not_consistent()
    {
        await using var sandbox = await StartAsync();
        await SetAsync(sandbox, "/clients", """
            {"instanceId":"I","groupId":"G","rebalanced":false,"model":"broadcasting","subscriptions":{"orders":"*"},
             "clients":[{},{"host":"10.0.0.2","clientId":"second","language":"DOTNET","version":"V4_0_0","subscriptions":{"orders":"paid || refunded"}}]}
            """);

        var status = await DataAsync(sandbox, "OnsConsumerStatus", ("Detail", "true"));

        Assert.Equal((false, false, "BROADCASTING"), ((bool)status["SubscriptionSame"]!, (bool)status["RebalanceOK"]!, (string)status["ConsumeModel"]!));
        Assert.Equal(["10.42.0.31", "10.0.0.2"], Connections(status).Select(one => (string)one!["RemoteIP"]!));
        var second = status["ConsumerConnectionInfoList"]!["ConsumerConnectionInfoDo"]![1]!;
        Assert.Equal(("second", "DOTNET", "V4_0_0"), ((string)second["ClientId"]!, (string)second["Language"]!, (string)second["Version"]!));
        Assert.Equal("""["paid","refunded"]""", second["SubscriptionSet"]!["SubscriptionData"]![0]!["TagsSet"]!["Tag"]!.ToJsonString());
        Assert.Equal(2, Subscribed(await DataAsync(sandbox, "OnsGroupSubDetail")).Count);

        await SetAsync(sandbox, "/clients", """{"instanceId":"I","groupId":"G","rebalanced":true,"subscriptions":{},"clients":[{},{}]}""");

        status = await DataAsync(sandbox, "OnsConsumerStatus");
        Assert.Equal((true, true), ((bool)status["SubscriptionSame"]!, (bool)status["RebalanceOK"]!));
        Assert.Empty(Subscribed(await DataAsync(sandbox, "OnsGroupSubDetail")));
    }

    [Fact]
    public async Task Rates_are_those_of_the_last_minute_and_failures_those_of_the_last_hour()
    {
        await using var sandbox = await StartAsync("retry:2");
        await ResendAsync(sandbox);

        sandbox.Time.Advance(TimeSpan.FromSeconds(45));
        var soon = await RunningAsync(sandbox);
        sandbox.Time.Advance(TimeSpan.FromMinutes(10));
        var later = await RunningAsync(sandbox);
        sandbox.Time.Advance(TimeSpan.FromHours(1));
        var late = await RunningAsync(sandbox);

        Assert.Equal((0.0167, 0.0333, 2), ((double)soon["OkTps"]!, (double)soon["FailedTps"]!, (long)soon["FailedCountPerHour"]!));
        Assert.Equal((0, 0, 2), ((double)later["OkTps"]!, (double)later["FailedTps"]!, (long)later["FailedCountPerHour"]!));
        Assert.Equal(0, (long)late["FailedCountPerHour"]!);
        Assert.Equal(12, (double)soon["Rt"]!);
    }

    [Fact]
    public async Task Other_messages_of_a_topic_are_added()
    {
        await using var sandbox = await StartAsync();
        await SetAsync(sandbox, "/traffic", """
            {"instanceId":"I","groupId":"G","topic":"stock","backlog":1201,"delaySeconds":60,"okTps":10,"failedTps":2.5,"rtMs":30}
            """);
        await SetAsync(sandbox, "/clients", """{"instanceId":"I","groupId":"G","clients":[{},{}]}""");

        var status = await DataAsync(sandbox, "OnsConsumerStatus", ("Detail", "true"));

        Assert.Equal((1201, 60_000, 12.5), ((long)status["TotalDiff"]!, (long)status["DelayTime"]!, (double)status["ConsumeTps"]!));
        Assert.Equal(Now(sandbox), (long)status["LastTimestamp"]!);
        Assert.Equal([601, 600], Connections(status).Select(one => (long)one!["Diff"]!));
        Assert.Equal(["orders", "stock"], Topics(status).Select(one => (string)one!["Topic"]!));
        var running = Running(status, 0)[1]!;
        Assert.Equal((5, 1.25, 4500, 30), ((double)running["OkTps"]!, (double)running["FailedTps"]!, (long)running["FailedCountPerHour"]!, (double)running["Rt"]!));
    }

    [Fact]
    public async Task The_last_consumed_message_is_told_by_its_production()
    {
        await using var sandbox = await StartAsync();
        Assert.Equal(0, (long)(await DataAsync(sandbox, "OnsConsumerAccumulate"))["LastTimestamp"]!);
        var stored = await sandbox.SendAsync(sandbox.Call("OnsDLQMessageGetById", ("InstanceId", "I"), ("GroupId", "G"), ("MsgId", Id)).V3());
        await ResendAsync(sandbox);

        Assert.Equal(
            (long)stored.Json["Data"]!["BornTimestamp"]!, (long)(await DataAsync(sandbox, "OnsConsumerAccumulate"))["LastTimestamp"]!);
    }

    [Theory]
    [InlineData("OnsConsumerStatus", "mq:QueryConsumerStatus", 10)]
    [InlineData("OnsConsumerAccumulate", "mq:QueryConsumerAccumulate", 10)]
    [InlineData("OnsGroupSubDetail", "mq:QueryGroupSubDetail", 600)]
    public async Task Each_needs_its_permission_and_has_its_quota(string action, string permission, int quota)
    {
        await using var sandbox = await StartAsync();
        foreach (var (resource, status) in new[] { ("acs:mq:*:*:I%other", 403), ("acs:mq:*:*:I%G", 200) })
        {
            await Access.GrantAsync(sandbox, (permission, resource), ("mq:QueryInstanceBaseInfo", "acs:mq:*:*:I"));
            Assert.Equal(status, (await sandbox.SendAsync(Access.As(Call(sandbox, action)).V3())).Status);
        }

        sandbox.Time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < quota; i++) Assert.Equal(200, (await SendAsync(sandbox, action)).Status);
        Assert.Equal("Throttling.User", (await SendAsync(sandbox, action)).Code);
    }

    [Fact]
    public async Task Parameters_are_checked()
    {
        await using var sandbox = await StartAsync();
        foreach (var action in Operations)
        {
            Assert.Equal("MissingGroupId", (await sandbox.SendAsync(sandbox.Call(action, ("InstanceId", "I")).V3())).Code);
            Assert.Equal("AUTH_RESOURCE_OWNER_ERROR", (await sandbox.SendAsync(sandbox.Call(action, ("InstanceId", "I"), ("GroupId", "H")).V3())).Code);
        }

        Assert.Equal("MissingInstanceId", (await sandbox.SendAsync(sandbox.Call("OnsGroupSubDetail", ("GroupId", "G")).V3())).Code);
        Assert.Equal("InvalidDetail", (await SendAsync(sandbox, "OnsConsumerStatus", ("Detail", "perhaps"))).Code);
    }

    [Theory]
    [InlineData("/clients", """{"instanceId":"I","groupId":"G","clients":[]}""")]
    [InlineData("/clients", """{"instanceId":"I","groupId":"G","model":"both"}""")]
    [InlineData("/clients", """{"instanceId":"I","groupId":"G","clients":[{"colour":"red"}]}""")]
    [InlineData("/traffic", """{"instanceId":"I","groupId":"G","backlog":1}""")]
    [InlineData("/traffic", """{"instanceId":"I","groupId":"G","topic":"t","okTps":-1}""")]
    public async Task Invalid_settings_are_refused_and_change_nothing(string path, string body)
    {
        await using var sandbox = await StartAsync();
        var before = await DataAsync(sandbox, "OnsConsumerStatus", ("Detail", "true"));

        Assert.Equal(400, (await sandbox.PostAsync(path, JsonNode.Parse(body)!)).Status);

        Assert.Equal(before.ToJsonString(), (await DataAsync(sandbox, "OnsConsumerStatus", ("Detail", "true"))).ToJsonString());
    }

    private static async Task<TestSandbox> StartAsync(string consumer = "succeed")
    {
        var sandbox = await TestSandbox.StartAsync();
        await SetAsync(sandbox, "/messages", $$"""{"instanceId":"I","groupId":"G","topic":"orders","msgId":"{{Id}}","consumer":"{{consumer}}"}""");
        if (consumer == "succeed") await SetAsync(sandbox, "/consumers", """{"instanceId":"I","groupId":"G","consumer":"succeed"}""");
        sandbox.Time.Advance(TimeSpan.FromSeconds(1));
        return sandbox;
    }

    private static async Task ResendAsync(TestSandbox sandbox) => Assert.Equal(200, (await sandbox.SendAsync(
        sandbox.Call("OnsDLQMessageResendById", ("InstanceId", "I"), ("GroupId", "G"), ("MsgId", Id)).V3())).Status);

    private static async Task SetAsync(TestSandbox sandbox, string path, string body) =>
        Assert.Equal(200, (await sandbox.PostAsync(path, JsonNode.Parse(body)!)).Status);

    private static SignedCall Call(TestSandbox sandbox, string action, params (string, string)[] more) =>
        sandbox.Call(action, [("InstanceId", "I"), ("GroupId", "G"), .. more]);

    private static Task<Reply> SendAsync(TestSandbox sandbox, string action, params (string, string)[] more) =>
        sandbox.SendAsync(Call(sandbox, action, more).V3());

    private static async Task<JsonObject> DataAsync(TestSandbox sandbox, string action, params (string, string)[] more) =>
        (await SendAsync(sandbox, action, more)).Json["Data"]!.AsObject();

    private static async Task<JsonNode> RunningAsync(TestSandbox sandbox) =>
        Running(await DataAsync(sandbox, "OnsConsumerStatus", ("Detail", "true")), 0)[0]!;

    private static JsonArray Running(JsonObject status, int consumer) =>
        status["ConsumerConnectionInfoList"]!["ConsumerConnectionInfoDo"]![consumer]!["RunningDataList"]!["ConsumerRunningDataDo"]!.AsArray();

    private static JsonArray Stacks(JsonObject status) =>
        status["ConsumerConnectionInfoList"]!["ConsumerConnectionInfoDo"]![0]!["Jstack"]!["ThreadTrackDo"]!.AsArray();

    private static JsonArray Topics(JsonObject data) => data["DetailInTopicList"]!["DetailInTopicDo"]!.AsArray();

    private static JsonArray Connections(JsonObject status) => status["ConnectionSet"]!["ConnectionDo"]!.AsArray();

    private static JsonArray Subscribed(JsonObject data) => data["SubscriptionDataList"]!["SubscriptionDataList"]!.AsArray();

    private static long Now(TestSandbox sandbox) => sandbox.Host.Clock.GetUtcNow().ToUnixTimeMilliseconds();
}
