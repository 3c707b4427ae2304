using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Operations;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Identity;

/// <summary>The two forms of a RAM resource: with the instance where it has a namespace of its own, else the name alone.</summary>
public sealed class ResourceFormTests
{
    private const string Id = "0A1F070C000000000000000000000001";

    [Theory]
    [InlineData(true, "acs:mq:*:*:I%", 200)]
    [InlineData(true, "acs:mq:*:*:", 403)]
    [InlineData(false, "acs:mq:*:*:", 200)]
    [InlineData(false, "acs:mq:*:*:I%", 403)]
    public async Task A_name_has_its_instance_before_it_where_the_instance_has_a_namespace_of_its_own(bool independent, string form, int status)
    {
        await using var sandbox = await StartAsync(independent);
        await Access.GrantAsync(
            sandbox,
            ("mq:QueryDLQMessage", form + "G"),
            ("mq:QueryTrace", form + "orders"),
            ("mq:QueryMessageDetail", form + "orders"),
            ("mq:QueryInstanceBaseInfo", "acs:mq:*:*:I"));

        (string Action, (string, string)[] Parameters)[] calls =
        [
            ("OnsDLQMessageGetById", [("GroupId", "G"), ("MsgId", Id)]),
            ("OnsDLQMessageGetById", [("InstanceId", "I"), ("GroupId", "G"), ("MsgId", Id)]),
            ("OnsTraceQueryByMsgId", [("InstanceId", "I"), ("Topic", "orders"), ("MsgId", Id), ("BeginTime", "0"), ("EndTime", "1")]),
        ];
        foreach (var (action, parameters) in calls)
        {
            Assert.Equal((action, status), (action, (await sandbox.SendAsync(Access.As(sandbox.Call(action, parameters)).V3())).Status));
        }

        var detail = sandbox.Call("OnsMessageDetail", ("InstanceId", "I"), ("Topic", "orders"), ("MsgId", Id)) with { Method = HttpMethod.Get };
        Assert.Equal(status, (await sandbox.SendAsync(Access.As(detail).V3())).Status);
    }

    [Theory]
    [InlineData("acs:mq:*:*:G", 200)]
    [InlineData("acs:mq:*:*:I", 200)]
    [InlineData("acs:mq:*:*:other", 403)]
    public async Task The_instance_may_be_given_on_the_group_or_on_itself(string resource, int status)
    {
        await using var sandbox = await StartAsync(independent: false);
        await Access.GrantAsync(sandbox, ("mq:QueryDLQMessage", "acs:mq:*:*:G"), ("mq:OnsInstanceBaseInfo", resource));

        var reply = await sandbox.SendAsync(Access.As(sandbox.Call("OnsDLQMessageGetById", ("GroupId", "G"), ("MsgId", Id))).V3());

        Assert.Equal(status, reply.Status);
        Assert.Equal(status == 200 ? null : "mq:OnsInstanceBaseInfo", (string?)reply.Json["AccessDeniedDetail"]?["AuthAction"]);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task An_instance_without_a_namespace_of_its_own_is_listed_for_everybody(bool independent, int listed)
    {
        await using var sandbox = await StartAsync(independent);
        await Access.GrantAsync(sandbox, "mq:QueryDLQMessage", "*");

        var reply = await sandbox.SendAsync(Access.As(sandbox.Call("OnsInstanceInServiceList")).V3());
        var instances = reply.Json["Data"]!["InstanceVO"]!.AsArray();
        var info = await sandbox.SendAsync(sandbox.Call("OnsInstanceBaseInfo", ("InstanceId", "I")).V3());
        var groups = await sandbox.SendAsync(sandbox.Call("OnsGroupList", ("InstanceId", "I")).V3());

        Assert.Equal(listed, instances.Count);
        Assert.All(instances, one => Assert.Equal(independent, (bool)one!["IndependentNaming"]!));
        Assert.Equal(independent, (bool)info.Json["InstanceBaseInfo"]!["IndependentNaming"]!);
        Assert.Equal(independent, (bool)groups.Json["Data"]!["SubscribeInfoDo"]![0]!["IndependentNaming"]!);
    }

    private static async Task<TestSandbox> StartAsync(bool independent)
    {
        var sandbox = await TestSandbox.StartAsync();
        Assert.Equal(200, (await sandbox.PostAsync("/instances", new JsonObject { ["instanceId"] = "I", ["independentNaming"] = independent })).Status);
        var message = new JsonObject { ["instanceId"] = "I", ["groupId"] = "G", ["topic"] = "orders", ["msgId"] = Id };
        Assert.Equal(200, (await sandbox.PostAsync("/messages", message)).Status);
        return sandbox;
    }
}
