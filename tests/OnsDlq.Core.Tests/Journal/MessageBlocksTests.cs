using OnsDlq.Journal;
using OnsDlq.TestKit.Journal;

namespace OnsDlq.Core.Tests.Journal;

public sealed class MessageBlocksTests
{
    private readonly AttemptStage _stage = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private MessageBlocks Blocks => new(_stage.Journal, _stage.Time);

    private Task<BlockedMessage?> FindAsync() => MessageBlocks.FindAsync(_stage.Journal, AttemptStage.Key, _stage.Time.GetUtcNow(), Cancel);

    [Fact]
    public async Task A_block_is_kept_with_who_why_and_how_long()
    {
        var until = _stage.Time.GetUtcNow().AddHours(2);

        await Blocks.BlockAsync(AttemptStage.Key, "handled by hand", "ada@box", until, Cancel);
        var blocked = await FindAsync();

        Assert.NotNull(blocked);
        Assert.Equal(("0A01", "GID_orders", "MQ_INST_1", "cn-hangzhou"), (blocked.MsgId, blocked.GroupId, blocked.InstanceId, blocked.RegionId));
        Assert.Equal(("handled by hand", "ada@box"), (blocked.Reason, blocked.BlockedBy));
        Assert.Equal((_stage.Time.GetUtcNow(), until), (blocked.Since, blocked.Until));
    }

    [Fact]
    public async Task A_block_is_gone_once_it_is_lifted_or_over()
    {
        await Blocks.BlockAsync(AttemptStage.Key, "a", "ada@box", null, Cancel);
        await Blocks.UnblockAsync(AttemptStage.Key, Cancel);
        Assert.Null(await FindAsync());

        await Blocks.BlockAsync(AttemptStage.Key, "b", "ada@box", _stage.Time.GetUtcNow().AddMinutes(1), Cancel);
        _stage.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await FindAsync());
    }
}
