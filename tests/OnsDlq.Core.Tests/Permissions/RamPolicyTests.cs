using System.Text.Json.Nodes;
using OnsDlq.Operations;
using OnsDlq.Permissions;

namespace OnsDlq.Core.Tests.Permissions;

/// <summary>The policy as text; what it permits is tried on the sandbox by GetOnsDlqPolicyTests.</summary>
public sealed class RamPolicyTests
{
    private static readonly PolicyScope Group = new("I", "G", null);

    [Fact]
    public void Listing_one_group_needs_one_action_on_both_forms_of_the_group_and_the_dependent_ones_on_the_instance() => Assert.Equal(
        """
        mq:QueryDLQMessage on acs:mq:*:*:I%G acs:mq:*:*:G
        mq:OnsInstanceBaseInfo mq:QueryInstanceBaseInfo on acs:mq:*:*:I
        """,
        Lines([Group]));

    [Fact]
    public void Each_purpose_adds_its_actions_on_its_resource() => Assert.Equal(
        """
        mq:QueryDLQMessage mq:ResendDLQMessage mq:QueryConsumerStatus mq:QueryConsumerAccumulate mq:QueryGroupSubDetail on acs:mq:*:*:I%G acs:mq:*:*:G
        mq:QueryMessageDetail mq:QueryTrace mq:GetTraceResult on acs:mq:*:*:I%T acs:mq:*:*:T
        mq:OnsInstanceBaseInfo mq:QueryInstanceBaseInfo on acs:mq:*:*:I
        """,
        Lines([Group with { Topic = "T" }], Enum.GetValues<PolicyPurpose>()));

    [Theory]
    [InlineData(null, "I%G G", "I%T T", "I%*", "I%*")]
    [InlineData(true, "I%G", "I%T", "I%*", "I%*")]
    [InlineData(false, "G", "T", "*", "*")]
    public void A_name_has_the_form_of_its_instance_and_both_where_that_is_not_known(
        bool? independent, string group, string topic, string groups, string topics)
    {
        var named = new PolicyScope("I", "G", "T") { IndependentNaming = independent };
        var whole = new PolicyScope("I", null, null) { IndependentNaming = independent };

        Assert.Equal(
            [group, topic, groups, topics],
            [
                string.Join(' ', named.Names(PolicyResource.Group)), string.Join(' ', named.Names(PolicyResource.Topic)),
                string.Join(' ', whole.Names(PolicyResource.Group)), string.Join(' ', whole.Names(PolicyResource.Topic)),
            ]);
        Assert.Equal(["I"], whole.Names(PolicyResource.Instance));
    }

    [Fact]
    public void Without_a_limit_it_is_one_statement_on_everything() => Assert.Equal(
        "mq:QueryDLQMessage mq:ListGroup mq:QueryMessageDetail mq:OnsInstanceBaseInfo mq:QueryInstanceBaseInfo on acs:mq:cn-beijing:*:*",
        Lines([new PolicyScope(null, null, null)], [PolicyPurpose.Body], "cn-beijing"));

    [Fact]
    public void Several_groups_share_a_policy_and_only_a_whole_instance_may_list_its_groups() => Assert.Equal(
        """
        mq:QueryDLQMessage on acs:mq:*:*:I%G acs:mq:*:*:G acs:mq:*:*:J%*
        mq:ListGroup on acs:mq:*:*:J
        mq:OnsInstanceBaseInfo mq:QueryInstanceBaseInfo on acs:mq:*:*:I acs:mq:*:*:J
        """,
        Lines([Group, new PolicyScope("J", null, null)]));

    [Fact]
    public void Nothing_is_no_policy() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RamPolicy.Write([], [], null));

    [Theory]
    [InlineData("GID_orders", true)]
    [InlineData("MQ_INST_1234567890123456_BX8QbYcd", true)]
    [InlineData("*", false)]
    [InlineData("GID_*", false)]
    [InlineData("GID_?", false)]
    [InlineData("I%G", false)]
    [InlineData("", false)]
    [InlineData("a\"],\"Resource\":[\"*", false)]
    [InlineData("a b", false)]
    [InlineData("a:b", false)]
    [InlineData("a\n", false)]
    public void Only_a_name_may_stand_in_a_resource(string text, bool isName) => Assert.Equal(isName, PolicyScope.IsName(text));

    [Fact]
    public void Every_operation_that_the_module_calls_has_its_permission()
    {
        var called = typeof(PageQueryCodec).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(PageQueryCodec).Namespace)
            .Select(type => type.GetField("Action")?.GetRawConstantValue() as string).OfType<string>().ToArray();

        Assert.NotEmpty(called);
        Assert.All(called, action => Assert.True(OperationPermissions.Of(action) is not null, $"Add {action} to OperationPermissions.All."));
        Assert.Equal(OperationPermissions.All.Count, OperationPermissions.All.DistinctBy(row => row.Operation).Count());
    }

    private static string Lines(PolicyScope[] scopes, PolicyPurpose[]? purposes = null, string? regionId = null)
    {
        var policy = JsonNode.Parse(RamPolicy.Write(scopes, purposes ?? [], regionId))!;
        Assert.Equal("1", (string?)policy["Version"]);
        return string.Join('\n', policy["Statement"]!.AsArray().Select(statement =>
        {
            Assert.Equal("Allow", (string?)statement!["Effect"]);
            return $"{Words(statement["Action"]!)} on {Words(statement["Resource"]!)}";
        })).ReplaceLineEndings();

        static string Words(JsonNode list) => string.Join(' ', list.AsArray().Select(word => (string?)word));
    }
}
