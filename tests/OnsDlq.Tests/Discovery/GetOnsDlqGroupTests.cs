using System.Management.Automation;
using OnsDlq.Discovery;
using OnsDlq.Errors;
using OnsDlq.TestKit.Services;

namespace OnsDlq.Tests.Discovery;

public sealed class GetOnsDlqGroupTests : IDisposable
{
    private readonly DiscoverySession _session = new();

    public GetOnsDlqGroupTests() => Fill(_session);

    [Fact]
    public async Task Groups_of_both_types_are_listed()
    {
        var run = await _session.RunAsync("Get-OnsDlqGroup -Connection $c");

        Assert.Empty(run.Errors);
        Assert.Equal(
            [("GID_a", "Tcp"), ("GID_b", "Tcp"), ("GID_web", "Http")],
            run.OutputAs<ConsumerGroup>().Select(group => (group.GroupId, group.GroupType)));
        Assert.Equal(["MQ_INST_1 Tcp", "MQ_INST_1 Http"], _session.Directory.Asked);
    }

    [Theory]
    [InlineData("gid_A", "GID_a")]
    [InlineData("GID_*b", "GID_b GID_web")]
    [InlineData("GID_web, GID_a", "GID_a GID_web")]
    [InlineData("x*", "")]
    public async Task Those_asked_for_are_told_of(string asked, string told)
    {
        var run = await _session.RunAsync($"Get-OnsDlqGroup {asked} -Connection $c");

        Assert.Empty(run.Errors);
        Assert.Equal(told, string.Join(' ', run.OutputAs<ConsumerGroup>()));
    }

    [Fact]
    public async Task One_that_is_nowhere_is_one_error_however_many_instances_were_looked_into()
    {
        var run = await _session.RunAsync("Get-OnsDlqInstance -Connection $c | Get-OnsDlqGroup GID_a, GID_x -Connection $c");

        Assert.Equal(["MQ_INST_1", "MQ_INST_2"], run.OutputAs<ConsumerGroup>().Select(group => group.InstanceId));
        var error = Assert.Single(run.Errors);
        Assert.Equal(("GroupNotFound", ErrorCategory.ObjectNotFound, "GID_x"), (run.ErrorIds.Single(), error.CategoryInfo.Category, error.TargetObject));
    }

    [Fact]
    public async Task Without_any_instance_every_instance_is_looked_into()
    {
        using var session = new DiscoverySession(instanceId: null);
        Fill(session);

        var run = await session.RunAsync("Get-OnsDlqGroup -Connection $c");

        Assert.Empty(run.Errors);
        Assert.Equal(4, run.Output.Count);
        Assert.Equal(["instances", "MQ_INST_1 Tcp", "MQ_INST_1 Http", "MQ_INST_2 Tcp", "MQ_INST_2 Http"], session.Directory.Asked);
    }

    [Fact]
    public async Task A_type_that_cannot_be_listed_is_an_error_and_leaves_the_other_alone()
    {
        _session.Directory.Before = (what, _) => what == "MQ_INST_1 Tcp" ? throw PagedClient.Failure(ErrorId.ServiceError) : Task.CompletedTask;

        var run = await _session.RunAsync("Get-OnsDlqGroup GID_web, GID_a -Connection $c");

        Assert.Equal("GID_web", run.Output.Single().ToString());
        Assert.Equal(("ServiceError", "MQ_INST_1"), (run.ErrorIds.Single(), run.Errors.Single().TargetObject));
    }

    [Fact]
    public async Task What_is_no_pattern_ends_the_command()
    {
        var run = await _session.RunAsync("Get-OnsDlqGroup GID_a, 'GID_[' -Connection $c");

        Assert.Equal("InvalidPattern", run.TerminatingErrorId);
        Assert.Equal("GID_[", run.TerminatingError!.TargetObject);
        Assert.Empty(run.Errors);
    }

    [Fact]
    public async Task A_group_that_both_types_tell_of_is_given_once()
    {
        _session.Directory.Groups = [.. _session.Directory.Groups, PlayedDirectory.Group("GID_a", type: GroupType.Http)];

        var run = await _session.RunAsync("Get-OnsDlqGroup GID_a -Connection $c");

        Assert.Equal("Tcp", run.OutputAs<ConsumerGroup>().Single().GroupType);
    }

    [Fact]
    public async Task What_it_emits_is_what_messages_are_listed_by()
    {
        using var session = new DiscoverySession("MQ_INST_1", Commands.CommandSession.Recent(3));
        Fill(session);

        var run = await session.RunAsync("(Get-OnsDlqGroup -Connection $c | Get-OnsDlqMessage -Connection $c).MsgId");

        Assert.Empty(run.Errors);
        Assert.Equal(["M1", "M2", "M3"], run.OutputAs<string>());
    }

    public void Dispose() => _session.Dispose();

    internal static void Fill(DiscoverySession session)
    {
        session.Directory.Instances = [PlayedDirectory.Instance("MQ_INST_1"), PlayedDirectory.Instance("MQ_INST_2")];
        session.Directory.Groups =
        [
            PlayedDirectory.Group("GID_a"), PlayedDirectory.Group("GID_b"), PlayedDirectory.Group("GID_web", type: GroupType.Http),
            PlayedDirectory.Group("GID_a", "MQ_INST_2"),
        ];
    }
}
