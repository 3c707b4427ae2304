using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Journal;

/// <summary>Get-OnsDlqBlock and Get-OnsDlqRun take the same input as the other commands.</summary>
public sealed class BlocksAndRunsTests : IAsyncLifetime
{
    private readonly JournalSession _session = new();

    public async ValueTask InitializeAsync()
    {
        var number = 0;
        foreach (var group in new[] { "GID_orders", "GID_order_items", "GID_payments" })
        {
            var key = new MessageKey("cn-hangzhou", "MQ_INST_1", group, $"0A0{++number}");
            await _session.Stage.EndedAsync($"a{number}", ResendStatus.Accepted, key);
            var block = new MessageBlock("handled", "kim@box", _session.Stage.Time.GetUtcNow().AddSeconds(number), null);
            await _session.Stage.Journal.BlockAsync(key, block, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("Get-OnsDlqBlock -Connection $c", "0A03 0A02 0A01")]
    [InlineData("Get-OnsDlqBlock gid_ORDERS -Connection $c", "0A01")]
    [InlineData("Get-OnsDlqBlock GID_order* -Connection $c", "0A02 0A01")]
    [InlineData("Get-OnsDlqBlock MQ_INST_1%GID_pay*, GID_orders -Connection $c", "0A03 0A01")]
    [InlineData("Get-OnsDlqBlock GID_none* -Connection $c", "")]
    [InlineData("'0a01', '0A03' | Get-OnsDlqBlock -Connection $c", "0A01 0A03")]
    [InlineData("'0A01', '0A03' | Get-OnsDlqBlock GID_order* -Connection $c", "0A01")]
    [InlineData("Get-OnsDlqBlock GID_order* -Connection $c | Get-OnsDlqBlock -Connection $c", "0A02 0A01")]
    [InlineData("[pscustomobject]@{ GroupId = 'GID_order*' } | Get-OnsDlqBlock -Connection $c", "")]
    [InlineData("[pscustomobject]@{ GroupId = 'GID_order*', 'GID_payments' } | Get-OnsDlqBlock -Connection $c", "0A03")]
    public async Task Blocks_are_found_by_groups_patterns_and_piped_IDs(string command, string found) =>
        Assert.Equal(found, string.Join(' ', (await _session.GetAsync<BlockedMessage>(command)).Select(one => one.MsgId)));

    [Theory]
    [InlineData("Get-OnsDlqRun -Connection $c", "run-a3 run-a2 run-a1")]
    [InlineData("Get-OnsDlqRun gid_ORDERS -Connection $c", "run-a1")]
    [InlineData("Get-OnsDlqRun GID_order*, GID_x -Connection $c", "run-a2 run-a1")]
    [InlineData("Get-OnsDlqRun GID_none* -Connection $c", "")]
    [InlineData("'run-a1', 'run-a3', 'run-a1' | Get-OnsDlqRun -Connection $c", "run-a1 run-a3")]
    [InlineData("'run-a1', 'run-a3' | Get-OnsDlqRun GID_pay* -Connection $c", "run-a3")]
    [InlineData("Get-OnsDlqResend GID_orders -Connection $c | Get-OnsDlqRun -Connection $c", "run-a1")]
    public async Task Runs_are_found_by_groups_patterns_and_piped_IDs(string command, string found) =>
        Assert.Equal(found, string.Join(' ', (await _session.GetAsync<ResendRun>(command)).Select(one => one.RunId)));

    [Theory]
    [InlineData("Get-OnsDlqBlock '[a'")]
    [InlineData("Get-OnsDlqRun '[a'")]
    public async Task A_pattern_that_does_not_end_is_refused(string command)
    {
        var run = await _session.RunAsync(command + " -Connection $c");

        RunAssert.OnlyTerminated(run, "InvalidPattern", System.Management.Automation.ErrorCategory.InvalidArgument);
    }

    [Theory]
    [InlineData("Get-OnsDlqBlock ''", "GroupId")]
    [InlineData("Get-OnsDlqBlock GID_orders, ''", "GroupId")]
    [InlineData("Get-OnsDlqRun ''", "GroupId")]
    [InlineData("Get-OnsDlqRun GID_orders, ''", "GroupId")]
    public async Task An_empty_group_does_not_mean_every_group(string command, string target)
    {
        var run = await _session.RunAsync(command + " -Connection $c");

        RunAssert.Terminated(run, "EmptyArgument", System.Management.Automation.ErrorCategory.InvalidArgument, target);
    }
}
