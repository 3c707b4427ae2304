using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Operations;

/// <summary>The operations that list instances, groups and regions.</summary>
public sealed class DiscoveryTests
{
    [Fact]
    public async Task Every_instance_is_listed_with_its_counts_only_where_they_are_asked_for()
    {
        await using var sandbox = await StartAsync();

        var bare = await ListAsync(sandbox.Call("OnsInstanceInServiceList"), sandbox, "InstanceVO");
        var counted = await ListAsync(sandbox.Call("OnsInstanceInServiceList", ("NeedResourceInfo", "true")), sandbox, "InstanceVO");

        Assert.Equal(["MQ_INST_1", "MQ_INST_2"], bare.Select(one => (string)one!["InstanceId"]!));
        Assert.Null(bare[0]!["GroupCount"]);
        Assert.Equal((1, 3), ((int)counted[0]!["TopicCount"]!, (int)counted[0]!["GroupCount"]!));
        Assert.Equal(("shop", 2, 2), ((string)bare[0]!["InstanceName"]!, (int)bare[0]!["InstanceStatus"]!, (int)bare[0]!["InstanceType"]!));
        Assert.Equal("blue", (string)bare[0]!["Tags"]!["Tag"]![0]!["Value"]!);
    }

    [Fact]
    public async Task Instances_that_the_caller_was_not_given_are_left_out_without_an_error()
    {
        await using var sandbox = await StartAsync();
        await Access.GrantAsync(sandbox, "mq:QueryInstanceBaseInfo", "acs:mq:*:*:MQ_INST_2");

        var seen = await ListAsync(Access.As(sandbox.Call("OnsInstanceInServiceList")), sandbox, "InstanceVO");

        Assert.Equal(["MQ_INST_2"], seen.Select(one => (string)one!["InstanceId"]!));
    }

    [Fact]
    public async Task One_instance_is_told_with_its_addresses()
    {
        await using var sandbox = await StartAsync();

        var reply = await sandbox.SendAsync(sandbox.Call("OnsInstanceBaseInfo", ("InstanceId", "MQ_INST_1")).V3());

        var info = reply.Json["InstanceBaseInfo"]!;
        Assert.Equal(("MQ_INST_1", "note"), ((string)info["InstanceId"]!, (string)info["Remark"]!));
        Assert.Equal(System.Text.Json.JsonValueKind.String, info["CreateTime"]!.GetValueKind());
        Assert.NotNull(info["Endpoints"]!["TcpEndpoint"]);
        Assert.StartsWith("https://", (string?)info["Endpoints"]!["HttpInternetSecureEndpoint"]);
        Assert.Equal("INSTANCE_NOT_FOUND", (await sandbox.SendAsync(sandbox.Call("OnsInstanceBaseInfo", ("InstanceId", "MQ_INST_9")).V3())).Code);
    }

    [Theory]
    [InlineData(null, null, "GID_a GID_b")]
    [InlineData("tcp", null, "GID_a GID_b")]
    [InlineData("http", null, "GID_web")]
    [InlineData("tcp", "_b", "GID_b")]
    [InlineData("http", "_b", "")]
    [InlineData("all", null, "GID_a GID_b GID_web")]
    [InlineData("all", "_b", "GID_b")]
    public async Task Groups_are_listed_by_type_and_by_a_part_of_their_ID(string? type, string? part, string expected)
    {
        await using var sandbox = await StartAsync();
        (string, string)[] given = [("InstanceId", "MQ_INST_1"), ("GroupType", type ?? ""), ("GroupId", part ?? "")];

        var found = await ListAsync(sandbox.Call("OnsGroupList", [.. given.Where(one => one.Item2.Length > 0)]), sandbox, "SubscribeInfoDo");

        Assert.Equal(expected, string.Join(' ', found.Select(one => (string)one!["GroupId"]!)));
    }

    [Fact]
    public async Task An_instance_is_told_by_its_type()
    {
        await using var sandbox = await StartAsync();

        var platinum = (await sandbox.SendAsync(sandbox.Call("OnsInstanceBaseInfo", ("InstanceId", "MQ_INST_1")).V3())).Json["InstanceBaseInfo"]!;
        var standard = (await sandbox.SendAsync(sandbox.Call("OnsInstanceBaseInfo", ("InstanceId", "MQ_INST_2")).V3())).Json["InstanceBaseInfo"]!;

        Assert.Equal((2, 1), ((int)platinum["InstanceType"]!, (int)standard["InstanceType"]!));
        Assert.True((int)platinum["MaxTps"]! > (int)standard["MaxTps"]!);
        Assert.NotNull(platinum["ReleaseTime"]);
        Assert.Null(standard["ReleaseTime"]);
        Assert.NotNull(platinum["Endpoints"]!["TcpInternetEndpoint"]);
        Assert.Null(standard["Endpoints"]!["TcpInternetEndpoint"]);
    }

    [Theory]
    [InlineData("team", "blue", 1)]
    [InlineData("team", null, 1)]
    [InlineData("team", "red", 0)]
    [InlineData("other", null, 0)]
    public async Task Instances_and_groups_are_listed_by_their_tags(string key, string? value, int found)
    {
        await using var sandbox = await StartAsync();
        await sandbox.PostAsync(
            "/groups", new JsonObject { ["instanceId"] = "MQ_INST_1", ["groupId"] = "GID_a", ["tags"] = new JsonObject { ["team"] = "blue" } });
        (string, string)[] tags = value is null ? [("Tag.1.Key", key)] : [("Tag.1.Key", key), ("Tag.1.Value", value)];

        Assert.Equal(found, (await ListAsync(sandbox.Call("OnsInstanceInServiceList", tags), sandbox, "InstanceVO")).Count);
        Assert.Equal(found, (await ListAsync(sandbox.Call("OnsGroupList", [.. tags, ("GroupType", "all")]), sandbox, "SubscribeInfoDo")).Count);
    }

    [Theory]
    [InlineData("Tag.1.Value", "MissingTag.1.Key")]
    [InlineData("Tag.21.Key", "BIZ_FIELD_CHECK_INVALID")]
    [InlineData("Tag.x.Key", "BIZ_FIELD_CHECK_INVALID")]
    public async Task A_filter_by_tags_that_cannot_be_used_is_refused(string name, string code)
    {
        await using var sandbox = await StartAsync();

        Assert.Equal(code, (await sandbox.SendAsync(sandbox.Call("OnsGroupList", (name, "x")).V3())).Code);
    }

    [Theory]
    [InlineData("MQ_INST_9", "tcp", "INSTANCE_NOT_FOUND")]
    [InlineData("MQ_INST_1", "udp", "BIZ_FIELD_CHECK_INVALID")]
    public async Task Groups_of_what_is_not_there_are_refused(string instance, string type, string code)
    {
        await using var sandbox = await StartAsync();

        var reply = await sandbox.SendAsync(sandbox.Call("OnsGroupList", ("InstanceId", instance), ("GroupType", type)).V3());

        Assert.Equal(code, reply.Code);
    }

    [Fact]
    public async Task Groups_need_the_permission_to_see_their_instance()
    {
        await using var sandbox = await StartAsync();
        await Access.GrantAsync(sandbox, ("mq:QueryInstanceBaseInfo", "*"), ("mq:ListGroup", "acs:mq:*:*:MQ_INST_2"));

        Assert.Equal(403, (await sandbox.SendAsync(Access.As(sandbox.Call("OnsGroupList", ("InstanceId", "MQ_INST_1"))).V3())).Status);
        Assert.Equal(200, (await sandbox.SendAsync(Access.As(sandbox.Call("OnsGroupList", ("InstanceId", "MQ_INST_2"))).V3())).Status);
    }

    [Fact]
    public async Task The_region_is_listed()
    {
        await using var sandbox = await StartAsync();

        var regions = await ListAsync(sandbox.Call("OnsRegionList"), sandbox, "RegionDo");

        Assert.Equal("cn-hangzhou", (string)Assert.Single(regions)!["OnsRegionId"]!);
    }

    [Fact]
    public async Task A_description_that_cannot_be_used_changes_nothing()
    {
        await using var sandbox = await StartAsync();

        Assert.Equal(400, (await sandbox.PostAsync("/groups", new JsonObject { ["instanceId"] = "I", ["groupId"] = "G", ["type"] = "udp" })).Status);
        Assert.Equal(400, (await sandbox.PostAsync("/instances", new JsonObject { ["instanceId"] = "I", ["nmae"] = "x" })).Status);
        Assert.Equal(2, (await ListAsync(sandbox.Call("OnsInstanceInServiceList"), sandbox, "InstanceVO")).Count);
    }

    private static async Task<TestSandbox> StartAsync()
    {
        var sandbox = await TestSandbox.StartAsync();
        var instance = new JsonObject
        {
            ["instanceId"] = "MQ_INST_1",
            ["name"] = "shop",
            ["status"] = 2,
            ["type"] = 2,
            ["remark"] = "note",
            ["tags"] = new JsonObject { ["team"] = "blue" },
        };
        await sandbox.PostAsync("/instances", new JsonArray(instance, new JsonObject { ["instanceId"] = "MQ_INST_2" }));
        await sandbox.PostAsync("/messages", new JsonObject { ["instanceId"] = "MQ_INST_1", ["groupId"] = "GID_a", ["topic"] = "orders" });
        await sandbox.PostAsync("/groups", new JsonArray(
            new JsonObject { ["instanceId"] = "MQ_INST_1", ["groupId"] = "GID_b" },
            new JsonObject { ["instanceId"] = "MQ_INST_1", ["groupId"] = "GID_web", ["type"] = "http" }));
        return sandbox;
    }

    private static async Task<JsonArray> ListAsync(SignedCall call, TestSandbox sandbox, string wrapper)
    {
        var reply = await sandbox.SendAsync(call.V3());
        Assert.Equal(200, reply.Status);
        return reply.Json["Data"]![wrapper]!.AsArray();
    }
}
