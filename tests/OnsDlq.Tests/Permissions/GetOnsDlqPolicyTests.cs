using System.Management.Automation;
using OnsDlq.Commands;
using OnsDlq.Discovery;
using OnsDlq.Messages;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Permissions;

public sealed class GetOnsDlqPolicyTests
{
    [Theory]
    [InlineData("-GroupId 'GID_*'", "InvalidGroupId", "GID_*")]
    [InlineData("-GroupId GID_a, 'a b'", "InvalidGroupId", "a b")]
    [InlineData("-GroupId GID_a -InstanceId '*'", "InvalidPolicyScope", "*")]
    [InlineData("-GroupId GID_a -InstanceId ' '", "InvalidPolicyScope", " ")]
    [InlineData("-Topic orders, 'x\"y' -Body", "InvalidPolicyScope", "x\"y")]
    [InlineData("-GroupId 'I%GID_a' -InstanceId J", "InstanceMismatch", "I%GID_a")]
    [InlineData("-RegionId 'nowhere at all'", "UnknownRegion", "nowhere at all")]
    public async Task A_name_that_may_not_stand_in_a_policy_is_one_error_and_no_policy(string given, string errorId, string target)
    {
        using var session = Session();

        var run = await session.RunAsync($"Get-OnsDlqPolicy {given}");

        Assert.Empty(run.Output);
        var error = Assert.IsAssignableFrom<IContainsErrorRecord>(run.Failure).ErrorRecord;
        Assert.StartsWith(errorId + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal((ErrorCategory.InvalidArgument, target), (error.CategoryInfo.Category, error.TargetObject));
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("@() | Get-OnsDlqPolicy -Resend")]
    [InlineData("$null | Get-OnsDlqPolicy -Resend -ErrorAction SilentlyContinue")]
    [InlineData("[pscustomobject]@{ GroupId = '' } | Get-OnsDlqPolicy -Resend -ErrorAction SilentlyContinue")]
    [InlineData("[pscustomobject]@{ GroupId = 'GID_a'; InstanceId = '' } | Get-OnsDlqPolicy -Resend -ErrorAction SilentlyContinue")]
    [InlineData("[pscustomobject]@{ Name = 'GID_a' } | Get-OnsDlqPolicy -Resend -ErrorAction SilentlyContinue")]
    public async Task A_pipeline_that_names_nothing_gives_no_policy_for_everything(string script)
    {
        using var session = Session();

        var run = await session.RunAsync(script);

        Assert.Null(run.Failure);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("'GID_a', 'GID_b' | Get-OnsDlqPolicy -InstanceId I", "I%GID_a GID_a I%GID_b GID_b")]
    [InlineData("$groups | Get-OnsDlqPolicy", "I%GID_a GID_b")]
    [InlineData("$instance | Get-OnsDlqPolicy", "I%*")]
    [InlineData("$letter, $letter | Get-OnsDlqPolicy", "I%GID_a GID_a")]
    [InlineData("Get-OnsDlqPolicy $groups[0].GroupId, I%GID_b", "*%GID_a GID_a I%GID_b GID_b")]
    [InlineData("Get-OnsDlqPolicy", "*")]
    public async Task Groups_instances_and_dead_letters_are_taken_and_give_one_policy(string script, string names)
    {
        using var session = Session();

        var run = await session.RunAsync(script);

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(names, string.Join(' ', Resources(Assert.Single(run.OutputAs<string>()), "mq:QueryDLQMessage")));
    }

    [Fact]
    public async Task Dead_letters_name_the_topics_whose_bodies_may_be_read()
    {
        using var session = Session();

        var run = await session.RunAsync("$letter | Get-OnsDlqPolicy -Body");

        Assert.Equal(["I%orders", "orders"], Resources(Assert.Single(run.OutputAs<string>()), "mq:QueryMessageDetail"));
    }

    [Fact]
    public async Task A_policy_that_is_too_long_for_RAM_is_given_with_a_warning()
    {
        using var session = Session();

        var run = await session.RunAsync("1..200 | ForEach-Object { \"GID_group_$_\" } | Get-OnsDlqPolicy -InstanceId I");

        Assert.Single(run.Output);
        Assert.Contains("6144", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    private static ModuleSession Session()
    {
        var session = new ModuleSession(typeof(GetOnsDlqPolicyCommand).Assembly.Location);
        session.Set("groups", new[]
        {
            new ConsumerGroup("GID_a", "I", "cn-hangzhou", GroupType.Tcp) { IndependentNaming = true },
            new ConsumerGroup("GID_b", "J", "cn-hangzhou", GroupType.Tcp) { IndependentNaming = false },
        });
        session.Set("instance", new Instance("I", "cn-hangzhou") { IndependentNaming = true });
        session.Set("letter", new DeadLetter("M1", "GID_a", "I", "cn-hangzhou", 1) { Topic = "orders" });
        return session;
    }

    private static IEnumerable<string> Resources(string policy, string action)
    {
        var statement = System.Text.Json.Nodes.JsonNode.Parse(policy)!["Statement"]!.AsArray()
            .Single(one => one!["Action"]!.AsArray().Any(name => (string?)name == action))!;
        return statement["Resource"]!.AsArray().Select(name => ((string?)name)!["acs:mq:*:*:".Length..]);
    }
}
