using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Services;
using OnsDlq.Tests.Discovery;

namespace OnsDlq.Tests.Commands;

/// <summary>Get-OnsDlqMessage with several groups, and with patterns of groups.</summary>
public sealed class SeveralGroupsTests
{
    [Theory]
    [InlineData("GID_b, GID_a", "GID_b GID_a")]
    [InlineData("GID_*", "GID_a GID_b GID_web")]
    [InlineData("gid_?", "GID_a GID_b")]
    [InlineData("GID_b, GID_*", "GID_b GID_a GID_web")]
    public async Task Groups_are_listed_one_after_the_other_each_once(string named, string listed)
    {
        using var session = Session();

        var run = await session.RunAsync($"Get-OnsDlqMessage {named} -Connection $c");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(listed, string.Join(' ', run.OutputAs<DeadLetter>().Select(one => one.GroupId).Distinct()));
        Assert.Equal(2 * listed.Split(' ').Length, run.Output.Count);
    }

    [Fact]
    public async Task A_pattern_without_an_instance_is_matched_in_every_instance()
    {
        using var session = Session(instanceId: null);

        var run = await session.RunAsync("Get-OnsDlqMessage GID_a* -Connection $c");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(["MQ_INST_1", "MQ_INST_2"], session.Client.Queries.Select(query => query.InstanceId));
    }

    [Fact]
    public async Task A_pattern_that_no_group_matches_is_an_error_that_names_the_command_that_shows_them()
    {
        using var session = Session();

        var run = await session.RunAsync("Get-OnsDlqMessage GID_x*, GID_a -Connection $c");

        var error = Assert.Single(run.Errors);
        RunAssert.Record(error, "GroupNotFound", ErrorCategory.ObjectNotFound, "GID_x*");
        Assert.Contains("Get-OnsDlqGroup", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(2, run.Output.Count);
    }

    [Fact]
    public async Task Groups_that_cannot_be_listed_are_an_error_and_not_a_pattern_without_a_match()
    {
        using var session = Session();
        session.Directory.Before = (_, _) => throw PagedClient.Failure(ErrorId.PermissionDenied);

        var run = await session.RunAsync("Get-OnsDlqMessage GID_x* -Connection $c");

        Assert.Equal(["PermissionDenied", "PermissionDenied"], run.ErrorIds);
        Assert.Empty(session.Client.Queries);
    }

    [Fact]
    public async Task A_group_that_may_not_be_read_does_not_end_the_others()
    {
        using var session = Session();
        session.Client.Alter = page => page.Entries.Any(one => one.GroupId == "GID_a") ? throw PagedClient.Failure(ErrorId.PermissionDenied) : page;

        var run = await session.RunAsync("Get-OnsDlqMessage GID_* -Connection $c");

        Assert.Null(run.Failure);
        RunAssert.Record(Assert.Single(run.Errors), "PermissionDenied", ErrorCategory.PermissionDenied, "GID_a");
        Assert.Equal(["GID_b", "GID_b", "GID_web", "GID_web"], run.OutputAs<DeadLetter>().Select(one => one.GroupId));
    }

    [Fact]
    public async Task A_pattern_that_is_none_ends_the_command()
    {
        using var session = Session();

        var run = await session.RunAsync("Get-OnsDlqMessage 'GID_[a' -Connection $c");

        RunAssert.OnlyTerminated(run, "InvalidPattern", ErrorCategory.InvalidArgument);
        Assert.Empty(session.Client.Queries);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ GroupId = 'GID_*' }")]
    [InlineData("[pscustomobject]@{ GroupId = 'GID_***'; MsgId = 'M1' }")]
    public async Task A_pattern_in_a_piped_object_is_no_group(string row)
    {
        using var session = Session();

        var run = await session.RunAsync($"{row} | Get-OnsDlqMessage -Connection $c");

        RunAssert.Record(Assert.Single(run.Errors), "InvalidGroupId", ErrorCategory.InvalidArgument, row.Contains("***") ? "GID_***" : "GID_*");
        Assert.Empty(run.Output);
        Assert.Empty(session.Client.Queries);
    }

    [Fact]
    public async Task The_groups_of_a_pattern_are_listed_once_for_many_IDs()
    {
        using var session = Session();

        var run = await session.RunAsync("'M1', 'M2', 'M1' | Get-OnsDlqMessage GID_? -Connection $c");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(["M1", "M1", "M2", "M2", "M1", "M1"], run.OutputAs<DeadLetter>().Select(one => one.MsgId));
        Assert.Equal(["MQ_INST_1 Tcp", "MQ_INST_1 Http"], session.Directory.Asked);
    }

    [Fact]
    public async Task An_ID_that_none_of_the_groups_has_is_one_error()
    {
        using var session = Session();

        var run = await session.RunAsync("Get-OnsDlqMessage GID_a, GID_b M9 -Connection $c");

        var error = Assert.Single(run.Errors);
        RunAssert.Record(error, "MessageNotFound", ErrorCategory.ObjectNotFound, "M9");
        Assert.Equal("None of the groups GID_a, GID_b has a dead letter M9.", error.ErrorDetails.Message);
    }

    private static DiscoverySession Session(string? instanceId = "MQ_INST_1")
    {
        var session = new DiscoverySession(
            instanceId, [.. CommandSession.Recent(2), .. CommandSession.Recent(2, "GID_b"), .. CommandSession.Recent(2, "GID_web")]);
        GetOnsDlqGroupTests.Fill(session);
        return session;
    }
}
