using System.Management.Automation;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Journal;

public sealed class BlockOnsDlqMessageTests : IDisposable
{
    private readonly JournalSession _session = new();

    public void Dispose() => _session.Dispose();

    private async Task<MessageBlock?> BlockAsync(MessageKey? key = null) => (await _session.Stage.HistoryAsync(key)).Block;

    private static void AssertOneError(ModuleRun run, string id, ErrorCategory category, object? target)
    {
        RunAssert.OneError(run, id, category, target);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("Block-OnsDlqMessage GID_orders 0A01")]
    [InlineData("Block-OnsDlqMessage MQ_INST_1%GID_orders 0a01")]
    [InlineData("Block-OnsDlqMessage GID_orders 0A01 -InstanceId MQ_INST_1")]
    [InlineData("'0A01' | Block-OnsDlqMessage GID_orders")]
    [InlineData("$letter | Block-OnsDlqMessage")]
    [InlineData("$attempt | Block-OnsDlqMessage")]
    [InlineData("[pscustomobject]@{ MessageId = '0A01'; GroupId = 'GID_orders'; RegionId = 'cn-hangzhou' } | Block-OnsDlqMessage")]
    public async Task Every_name_of_a_message_blocks_the_same_message_without_a_call(string command)
    {
        await _session.Stage.EndedAsync("a1", OnsDlq.Messages.ResendStatus.Rejected);
        _session.Set("letter", new DeadLetter("0A01", "GID_orders", "MQ_INST_1", "cn-hangzhou", 5));
        _session.Set("attempt", (await _session.GetAsync<ResendAttempt>("Get-OnsDlqResend -Connection $c"))[0]);
        _session.Client.Find = _ => throw new InvalidOperationException("Nobody needs to be asked.");

        var blocked = Assert.Single(await _session.GetAsync<BlockedMessage>($"{command} -Reason 'paid by hand' -Connection $c"));

        var me = $"{Environment.UserName}@{Environment.MachineName}";
        Assert.Equal(("0A01", "GID_orders", "MQ_INST_1", "cn-hangzhou"), (blocked.MsgId, blocked.GroupId, blocked.InstanceId, blocked.RegionId));
        Assert.Equal(("paid by hand", me, null), (blocked.Reason, blocked.BlockedBy, blocked.Until));
        var kept = await BlockAsync();
        Assert.Equal(("paid by hand", me, null), (kept!.Reason, kept.By, kept.Until));
    }

    [Fact]
    public async Task An_instance_that_nobody_names_is_looked_up()
    {
        using var session = new JournalSession(instanceId: null);
        session.Client.Find = msgId => msgId == "0A02" ? null : new DeadLetter(msgId, "GID_orders", msgId == "0A01" ? "MQ_INST_1" : null, "cn-hangzhou", 5);

        var run = await session.RunAsync("Block-OnsDlqMessage GID_orders 0A01, 0A02, 0A03 -Reason x -Connection $c");

        Assert.Equal(["0A01"], run.OutputAs<BlockedMessage>().Select(blocked => blocked.MsgId));
        Assert.NotNull((await session.Stage.HistoryAsync()).Block);
        Assert.Equal(["MessageNotFound", "InstanceNotFound"], run.ErrorIds);
        Assert.Equal(["0A02", "0A03"], run.Errors.Select(error => error.TargetObject));
    }

    [Fact]
    public async Task A_block_may_end_by_itself_and_is_replaced_by_the_next()
    {
        await _session.GetAsync<object>("Block-OnsDlqMessage GID_orders 0A01 -Reason first -Connection $c");
        _session.Set("until", TimeProvider.System.GetLocalNow().AddHours(1));

        await _session.GetAsync<object>("Block-OnsDlqMessage GID_orders 0A01 -Reason second -Until $until -Connection $c");

        var kept = await BlockAsync();
        Assert.Equal("second", kept!.Reason);
        Assert.InRange(kept.Until!.Value - kept.Since, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_block_cannot_end_in_the_past()
    {
        var run = await _session.RunAsync("Block-OnsDlqMessage GID_orders 0A01 -Reason x -Until '2020-01-01' -Connection $c");

        Assert.Equal("InvalidTimeRange", run.TerminatingErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, run.TerminatingError!.CategoryInfo.Category);
        Assert.Null(await BlockAsync());
    }

    [Theory]
    [InlineData("Block-OnsDlqMessage GID_orders -Reason x", "MissingMsgId", null)]
    [InlineData("Block-OnsDlqMessage -MsgId 0A01 -Reason x", "MissingGroupId", "0A01")]
    [InlineData("$letter | Block-OnsDlqMessage GID_bills -Reason x", "GroupMismatch", "0A01")]
    [InlineData("$letter | Block-OnsDlqMessage -InstanceId MQ_INST_2 -Reason x", "InstanceMismatch", "0A01")]
    [InlineData("[pscustomobject]@{ MsgId = '0A01'; RegionId = 'cn-beijing' } | Block-OnsDlqMessage GID_orders -Reason x", "RegionMismatch", "0A01")]
    public async Task What_names_no_message_that_may_be_blocked_is_an_error_about_it(string command, string id, string? target)
    {
        _session.Set("letter", new DeadLetter("0A01", "GID_orders", "MQ_INST_1", "cn-hangzhou", 5));

        AssertOneError(await _session.RunAsync($"{command} -Connection $c"), id, ErrorCategory.InvalidArgument, target);
        Assert.Equal(0, _session.Opener.Opened);
    }

    [Fact]
    public async Task WhatIf_blocks_nothing_and_makes_no_journal()
    {
        _session.Opener.Exists = false;

        Assert.Empty(await _session.GetAsync<object>("Block-OnsDlqMessage GID_orders 0A01 -Reason x -Connection $c -WhatIf"));

        Assert.Equal(0, _session.Opener.Opened);
    }

    [Fact]
    public async Task A_journal_that_blocking_makes_is_told_of()
    {
        _session.Opener.Exists = false;

        var run = await _session.RunAsync("Block-OnsDlqMessage GID_orders 0A01 -Reason x -Connection $c");

        Assert.Single(run.Output);
        Assert.Single(run.Warnings);
    }

    [Fact]
    public async Task What_was_blocked_is_unblocked_once()
    {
        var run = await _session.RunAsync(
            "$blocked = Block-OnsDlqMessage GID_orders 0A01 -Reason x -Connection $c; $blocked | Unblock-OnsDlqMessage -Connection $c; "
            + "Unblock-OnsDlqMessage GID_orders 0A01 -Connection $c");

        Assert.Equal("x", Assert.Single(run.OutputAs<BlockedMessage>()).Reason);
        Assert.Null(await BlockAsync());
        Assert.Equal(["NotBlocked"], run.ErrorIds);
        Assert.Equal(ErrorCategory.ObjectNotFound, run.Errors[0].CategoryInfo.Category);
        Assert.Equal("0A01", run.Errors[0].TargetObject);
    }

    [Fact]
    public async Task Unblocking_is_not_done_where_it_is_only_asked_what_would_be()
    {
        await _session.GetAsync<object>("Block-OnsDlqMessage GID_orders 0A01 -Reason x -Connection $c");

        Assert.Empty(await _session.GetAsync<object>("Unblock-OnsDlqMessage GID_orders 0A01 -Connection $c -WhatIf"));

        Assert.NotNull(await BlockAsync());
    }

    [Fact]
    public async Task Where_there_is_no_journal_nothing_is_blocked_and_none_is_made()
    {
        _session.Opener.Exists = false;

        AssertOneError(
            await _session.RunAsync("Unblock-OnsDlqMessage GID_orders 0A01 -Connection $c"), "NotBlocked", ErrorCategory.ObjectNotFound, "0A01");
        Assert.Equal(0, _session.Opener.Opened);
    }

    [Theory]
    [InlineData("-Confirm", "ConfirmationUnavailable")]
    [InlineData("", null)]
    public async Task A_prompt_is_due_only_where_it_is_asked_for(string parameters, string? error)
    {
        using var session = new JournalSession(ScriptedHost.NonInteractive());

        var run = await session.RunAsync($"Block-OnsDlqMessage GID_orders 0A01 -Reason x -Connection $c {parameters}");

        Assert.Equal(error, run.TerminatingErrorId);
        Assert.Equal(error is null, (await session.Stage.HistoryAsync()).Block is not null);
    }
}
