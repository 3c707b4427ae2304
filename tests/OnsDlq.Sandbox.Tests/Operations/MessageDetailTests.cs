using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Operations;

/// <summary>OnsMessageDetail, the only operation that returns a body.</summary>
public sealed class MessageDetailTests
{
    private const string Instance = "MQ_INST_1_TEST";
    private const string Binary = "AP+AGw==";

    [Fact]
    public async Task The_body_is_the_one_that_the_dead_letters_checksum_is_of()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var id = await AddAsync(sandbox, new() { ["bodyBase64"] = Binary });

        var data = Data(await sandbox.SendAsync(Detail(sandbox, id).V3()));

        Assert.Equal(Binary, (string)data["Body"]!);
        Assert.Equal(BodyCrc.Of(Convert.FromBase64String(Binary)), (int)data["BodyCRC"]!);
        Assert.Equal((id, "orders", Instance), ((string)data["MsgId"]!, (string)data["Topic"]!, (string)data["InstanceId"]!));
        Assert.IsType<JsonArray>(data["PropertyList"]);
    }

    [Fact]
    public async Task It_takes_GET_alone()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var id = await AddAsync(sandbox, new() { ["body"] = "{}" });

        var posted = await sandbox.SendAsync((Detail(sandbox, id) with { Method = HttpMethod.Post }).V3());

        Assert.Equal((400, "UnsupportedHTTPMethod"), (posted.Status, posted.Code));
        Assert.Equal(200, (await sandbox.SendAsync(Detail(sandbox, id).V1())).Status);
    }

    [Theory]
    [InlineData("InstanceId")]
    [InlineData("Topic")]
    [InlineData("MsgId")]
    public async Task Every_parameter_is_needed(string missing)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var id = await AddAsync(sandbox, new() { ["body"] = "{}" });
        var call = Detail(sandbox, id);

        var reply = await sandbox.SendAsync((call with { Parameters = call.Parameters.Where(p => p.Key != missing).ToDictionary() }).V3());

        Assert.Equal("Missing" + missing, reply.Code);
    }

    [Theory]
    [InlineData("FFFF", "orders", "BIZ_NO_MESSAGE")]
    [InlineData(null, "payments", "BIZ_NO_MESSAGE")]
    [InlineData(null, "orders", "AUTH_RESOURCE_OWNER_ERROR", "MQ_INST_2")]
    public async Task What_is_not_there_is_named(string? msgId, string topic, string code, string instance = Instance)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var id = await AddAsync(sandbox, new() { ["body"] = "{}" });

        var reply = await sandbox.SendAsync(Detail(sandbox, msgId ?? id, topic, instance).V3());

        Assert.Equal(code, reply.Code);
    }

    [Fact]
    public async Task The_body_goes_three_days_after_birth_which_is_before_the_dead_letter_goes()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var now = sandbox.Host.Clock.GetUtcNow();
        var id = await AddAsync(sandbox, new() { ["body"] = "{}", ["bornTimestamp"] = now.AddHours(-5).ToUnixTimeMilliseconds() });

        sandbox.Host.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromHours(5) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await sandbox.SendAsync(Detail(sandbox, id).V3())).Status);

        sandbox.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("BIZ_NO_MESSAGE", (await sandbox.SendAsync(Detail(sandbox, id).V3())).Code);
        var letter = sandbox.Call("OnsDLQMessageGetById", ("InstanceId", Instance), ("GroupId", "GID_a"), ("MsgId", id));
        Assert.Equal(200, (await sandbox.SendAsync(letter.V3())).Status);
    }

    [Theory]
    [InlineData("mq:QueryMessageDetail", "acs:mq:*:*:MQ_INST_1_TEST%orders", 200)]
    [InlineData("mq:QueryMessageDetail", "acs:mq:*:*:MQ_INST_1_TEST%payments", 403)]
    [InlineData("mq:QueryDLQMessage", "*", 403)]
    public async Task It_needs_a_permission_on_the_topic(string action, string resource, int status)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var id = await AddAsync(sandbox, new() { ["body"] = "{}" });
        await Access.GrantAsync(sandbox, action, resource);

        var reply = await sandbox.SendAsync(Access.As(Detail(sandbox, id)).V3());

        Assert.Equal(status, reply.Status);
    }

    private static SignedCall Detail(TestSandbox sandbox, string msgId, string topic = "orders", string instance = Instance) =>
        sandbox.Call("OnsMessageDetail", ("InstanceId", instance), ("Topic", topic), ("MsgId", msgId)) with { Method = HttpMethod.Get };

    private static async Task<string> AddAsync(TestSandbox sandbox, JsonObject message)
    {
        (message["instanceId"], message["groupId"], message["topic"]) = (Instance, "GID_a", "orders");
        var reply = await sandbox.PostAsync("/messages", message);
        return (string)reply.Json["msgIds"]![0]!;
    }

    private static JsonObject Data(Reply reply)
    {
        Assert.Equal(200, reply.Status);
        return reply.Json["Data"]!.AsObject();
    }
}
