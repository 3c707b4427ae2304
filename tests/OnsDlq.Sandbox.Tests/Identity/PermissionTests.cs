using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Identity;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Identity;

/// <summary>RAM policies, by themselves and as a caller sees them.</summary>
public sealed class PermissionTests
{
    private const string Group = "acs:mq:cn-hangzhou:1:MQ_INST_x%GID_a";

    [Theory]
    [InlineData("mq:QueryDLQMessage", "*", "mq:QueryDLQMessage", "Allow")]
    [InlineData("MQ:querydlqmessage", "*", "mq:QueryDLQMessage", "Allow")]
    [InlineData("mq:Query*", "acs:mq:*:*:MQ_INST_x%GID_?", "mq:QueryDLQMessage", "Allow")]
    [InlineData("mq:Query*", "*", "mq:ResendDLQMessage", "ImplicitDeny")]
    [InlineData("mq:*", "acs:mq:*:*:MQ_INST_x%GID_b", "mq:QueryDLQMessage", "ImplicitDeny")]
    [InlineData("mq:*", "acs:mq:*:*:mq_inst_x%GID_a", "mq:QueryDLQMessage", "ImplicitDeny")]
    [InlineData("*", "acs:mq:*:*:MQ_INST_x%GID_a*", "mq:QueryDLQMessage", "Allow")]
    [InlineData("*", "*x%*a", "mq:QueryDLQMessage", "Allow")]
    [InlineData("mq:QueryDLQ", "*", "mq:QueryDLQMessage", "ImplicitDeny")]
    public void An_action_is_allowed_where_a_statement_covers_it(string allowed, string resource, string action, string verdict) =>
        Assert.Equal(verdict, RamPolicy.Parse(Policy("Allow", allowed, resource)).Evaluate(action, Group).ToString());

    [Fact]
    public void A_deny_wins_over_every_allow_whatever_their_order()
    {
        var policy = RamPolicy.Parse("""
            {"Version":"1","Statement":[{"Effect":"Deny","Action":["mq:ResendDLQMessage"],"Resource":["*"]},
            {"Effect":"Allow","Action":["mq:Query*","mq:*"],"Resource":"*"}]}
            """);
        Assert.Equal(PolicyVerdict.ExplicitDeny, policy.Evaluate("mq:ResendDLQMessage", Group));
        Assert.Equal(PolicyVerdict.Allow, policy.Evaluate("mq:QueryDLQMessage", Group));
    }

    [Fact]
    public void NotAction_and_NotResource_cover_all_the_others()
    {
        var policy = RamPolicy.Parse("""
            {"Version":"1","Statement":{"Effect":"Allow","NotAction":"mq:Resend*","NotResource":"*GID_b"}}
            """);
        Assert.Equal(PolicyVerdict.Allow, policy.Evaluate("mq:QueryDLQMessage", Group));
        Assert.Equal(PolicyVerdict.ImplicitDeny, policy.Evaluate("mq:ResendDLQMessage", Group));
        Assert.Equal(PolicyVerdict.ImplicitDeny, policy.Evaluate("mq:QueryDLQMessage", "acs:mq:x:1:GID_b"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"Version\":\"2\",\"Statement\":[]}")]
    [InlineData("{\"Version\":\"1\",\"Statement\":[]}")]
    [InlineData("{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Perhaps\",\"Action\":\"*\",\"Resource\":\"*\"}]}")]
    [InlineData("{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\"}]}")]
    [InlineData("{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[],\"Resource\":\"*\"}]}")]
    [InlineData("{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{}}]}")]
    public void A_malformed_policy_is_no_policy(string json) => Assert.Throws<FormatException>(() => RamPolicy.Parse(json));

    [Theory]
    [InlineData("mq:OnsInstanceBaseInfo")]
    [InlineData("mq:QueryInstanceBaseInfo")]
    public async Task A_key_may_do_what_its_policy_allows_and_nothing_else(string dependent)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var message = new JsonObject { ["instanceId"] = "MQ_INST_x", ["groupId"] = "GID_a", ["topic"] = "t", ["msgId"] = "0A01" };
        Assert.Equal(200, (await sandbox.PostAsync("/messages", message)).Status);
        await AddKeyAsync(sandbox, $$"""
            {"Version":"1","Statement":[
              {"Effect":"Allow","Action":"mq:QueryDLQMessage","Resource":"acs:mq:*:*:MQ_INST_x%GID_a"},
              {"Effect":"Allow","Action":"{{dependent}}","Resource":"acs:mq:*:*:MQ_INST_x"}]}
            """);

        var get = await sandbox.SendAsync(ByReader(sandbox, "OnsDLQMessageGetById", "GID_a"));
        Assert.Equal(200, get.Status);

        var other = await sandbox.SendAsync(ByReader(sandbox, "OnsDLQMessageGetById", "GID_b"));
        AssertDenied(other, "mq:QueryDLQMessage", "ImplicitDeny");
        var resend = await sandbox.SendAsync(ByReader(sandbox, "OnsDLQMessageResendById", "GID_a"));
        AssertDenied(resend, "mq:ResendDLQMessage", "ImplicitDeny");

        var ledger = (await sandbox.GetAsync("/_sandbox/ledger")).Json;
        Assert.Equal("""{"accepted":0,"refused":1}""", ledger["calls"]!["OnsDLQMessageResendById"]!.ToJsonString());
        Assert.Empty(ledger["deliveries"]!.AsArray());
    }

    [Fact]
    public async Task The_dependent_action_is_needed_too()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        await AddKeyAsync(sandbox, Policy("Allow", "mq:QueryDLQMessage", "*"));
        AssertDenied(await sandbox.SendAsync(ByReader(sandbox, "OnsDLQMessageGetById", "GID_a")), "mq:OnsInstanceBaseInfo", "ImplicitDeny");
    }

    private static async Task AddKeyAsync(TestSandbox sandbox, string policy) =>
        Assert.Equal(200, (await sandbox.PostAsync("/keys", new JsonObject
        {
            ["accessKeyId"] = "reader",
            ["accessKeySecret"] = "readersecret",
            ["policy"] = JsonNode.Parse(policy),
        })).Status);

    private static HttpRequestMessage ByReader(TestSandbox sandbox, string action, string group) =>
        (sandbox.Call(action, ("InstanceId", "MQ_INST_x"), ("GroupId", group), ("MsgId", "0A01")) with
        {
            AccessKeyId = "reader",
            Secret = "readersecret",
        }).V3();

    private static void AssertDenied(Reply reply, string action, string kind)
    {
        Assert.Equal("NoPermission", reply.Code);
        Assert.Equal(403, reply.Status);
        var detail = reply.Json["AccessDeniedDetail"]!;
        Assert.Equal(action, (string?)detail["AuthAction"]);
        Assert.Equal(kind, (string?)detail["NoPermissionType"]);
        Assert.Equal("SubUser", (string?)detail["AuthPrincipalType"]);
        Assert.Equal("reader", (string?)detail["AuthPrincipalDisplayName"]);
        Assert.Equal(SandboxAccount.Id, (string?)detail["AuthPrincipalOwnerId"]);
        Assert.NotEqual("", (string?)detail["EncodedDiagnosticMessage"]);
    }

    private static string Policy(string effect, string action, string resource) => new JsonObject
    {
        ["Version"] = "1",
        ["Statement"] = new JsonArray(new JsonObject { ["Effect"] = effect, ["Action"] = action, ["Resource"] = resource }),
    }.ToJsonString();
}
