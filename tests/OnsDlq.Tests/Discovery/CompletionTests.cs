using OnsDlq.Discovery;
using OnsDlq.Errors;
using OnsDlq.TestKit.Services;

namespace OnsDlq.Tests.Discovery;

public sealed class CompletionTests : IDisposable
{
    private readonly DiscoverySession _session = new();

    public CompletionTests()
    {
        _session.Directory.Instances = [PlayedDirectory.Instance("MQ_INST_1", "shop"), PlayedDirectory.Instance("MQ_INST_2", "staging")];
        _session.Directory.Groups =
        [
            PlayedDirectory.Group("GID_orders", remark: "Books orders"), PlayedDirectory.Group("GID_web", type: GroupType.Http),
            PlayedDirectory.Group("GID_other", "MQ_INST_2"),
        ];
    }

    public static TheoryData<string> CommandsWithGroups =>
        ["Get-OnsDlqMessage", "Invoke-OnsDlqResend", "Get-OnsDlqResend", "Resolve-OnsDlqResend", "Block-OnsDlqMessage", "Unblock-OnsDlqMessage", "Get-OnsDlqGroup"];

    [Theory, MemberData(nameof(CommandsWithGroups))]
    public async Task Groups_and_instances_are_completed(string command)
    {
        Assert.Equal(["GID_orders", "GID_web"], await _session.CompleteAsync($"{command} -Connection $c -GroupId "));
        Assert.Equal(["MQ_INST_1", "MQ_INST_2"], await _session.CompleteAsync($"{command} -Connection $c -InstanceId "));
    }

    [Theory]
    [InlineData("Get-OnsDlqResend -Status ", "InFlight Accepted Failed Rejected Unknown")]
    [InlineData("Resolve-OnsDlqResend -As ", "Accepted Rejected")]
    public async Task Statuses_are_completed(string typed, string offered) =>
        Assert.Equal(offered, string.Join(' ', await _session.CompleteAsync(typed)));

    [Theory]
    [InlineData("GID_o", "GID_orders")]
    [InlineData("gid_w", "GID_web")]
    [InlineData("'GID_o", "GID_orders")]
    [InlineData("ord", "GID_orders")]
    [InlineData("books", "GID_orders")]
    [InlineData("x", "")]
    public async Task A_part_of_the_ID_or_of_the_note_is_enough(string typed, string offered) =>
        Assert.Equal(offered, string.Join(' ', await _session.CompleteAsync($"Get-OnsDlqMessage -Connection $c -GroupId {typed}")));

    [Fact]
    public async Task An_instance_is_found_by_its_name() =>
        Assert.Equal(["MQ_INST_2"], await _session.CompleteAsync("Get-OnsDlqGroup -Connection $c -InstanceId stag"));

    [Fact]
    public async Task The_instance_that_was_typed_is_the_one_whose_groups_are_offered() =>
        Assert.Equal(["GID_other"], await _session.CompleteAsync("Get-OnsDlqMessage -Connection $c -InstanceId MQ_INST_2 -GroupId "));

    [Fact]
    public async Task Where_no_instance_is_meant_the_groups_of_all_are_offered()
    {
        using var session = new DiscoverySession(instanceId: null);
        session.Directory.Instances = _session.Directory.Instances;
        session.Directory.Groups = _session.Directory.Groups;

        Assert.Equal(["GID_orders", "GID_other", "GID_web"], await session.CompleteAsync("Get-OnsDlqMessage -Connection $c -GroupId "));
    }

    [Fact]
    public async Task What_was_asked_once_is_not_asked_again_at_the_next_key()
    {
        for (var i = 0; i < 3; i++) await _session.CompleteAsync("Get-OnsDlqMessage -Connection $c -GroupId ");

        Assert.Equal(2, _session.Directory.Asked.Count);
    }

    [Fact]
    public async Task A_service_that_fails_offers_nothing_and_is_left_alone()
    {
        _session.Directory.Before = (_, _) => throw PagedClient.Failure(ErrorId.ServiceUnreachable);

        for (var i = 0; i < 3; i++) Assert.Empty(await _session.CompleteAsync("Get-OnsDlqGroup -Connection $c -InstanceId "));

        Assert.Single(_session.Directory.Asked);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_keeps_nobody_waiting()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _session.Directory.Before = (_, cancellationToken) => answer.Task.WaitAsync(cancellationToken);

        Assert.Empty(await _session.CompleteAsync("Get-OnsDlqGroup -Connection $c -InstanceId "));
        answer.SetResult();

        Assert.Equal(["MQ_INST_1", "MQ_INST_2"], await _session.CompleteAsync("Get-OnsDlqGroup -Connection $c -InstanceId "));
        Assert.Single(_session.Directory.Asked);
    }

    [Fact]
    public async Task Without_a_connection_nothing_is_offered_and_none_is_made()
    {
        Assert.Empty(await _session.CompleteAsync("Get-OnsDlqMessage -GroupId "));
        Assert.Empty((await _session.RunAsync("Get-OnsDlqConnection")).Output);
        Assert.Empty(_session.Directory.Asked);
    }

    [Fact]
    public async Task What_cannot_be_an_ID_never_gets_onto_the_command_line()
    {
        _session.Directory.Groups = [PlayedDirectory.Group("GID_a; Remove-Item x"), PlayedDirectory.Group("GID_\u001b[2J"), PlayedDirectory.Group("GID_ok")];

        Assert.Equal(["GID_ok"], await _session.CompleteAsync("Get-OnsDlqMessage -Connection $c -GroupId "));
    }

    public void Dispose() => _session.Dispose();
}
