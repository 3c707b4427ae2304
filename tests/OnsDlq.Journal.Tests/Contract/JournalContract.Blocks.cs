using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Contract;

public abstract partial class JournalContract
{
    [Fact]
    public async Task Blocks_are_read_the_latest_first_and_those_that_are_over_too()
    {
        await Journal.BlockAsync(Sample.Key(1), Block("booked", 10), Stop);
        await Journal.BlockAsync(Sample.Key(2), Block("wrong", 30, until: 40), Stop);
        await Journal.BlockAsync(Sample.Key(3), Block("twice", 20), Stop);
        await ClaimAsync("a1", 0, Sample.Key(4));

        var blocks = await Journal.ReadBlocksAsync(new(), Stop);

        Assert.Equal([(Sample.Key(2), "wrong"), (Sample.Key(3), "twice"), (Sample.Key(1), "booked")], blocks.Select(one => (one.Key, one.Block.Reason)));
        Assert.Equal(Block("wrong", 30, until: 40), blocks[0].Block);
    }

    [Fact]
    public async Task A_block_that_was_removed_is_not_read()
    {
        await Journal.BlockAsync(Sample.Key(1), Block("booked", 10), Stop);
        await Journal.BlockAsync(Sample.Key(1), null, Stop);

        Assert.Empty(await Journal.ReadBlocksAsync(new(), Stop));
    }

    [Fact]
    public async Task A_query_for_blocks_narrows_by_all_that_it_names()
    {
        MessageKey[] keys = [Sample.Key(1), Sample.Key(2, "GID_other"), new("cn-beijing", "", "GID_orders", "0AF1")];
        for (var number = 0; number < keys.Length; number++) await Journal.BlockAsync(keys[number], Block("x", number), Stop);

        Assert.Equal([keys[2]], await BlockedAsync(new() { Realm = "cn-beijing" }));
        Assert.Equal([keys[2]], await BlockedAsync(new() { InstanceId = "" }));
        Assert.Equal([keys[1], keys[0]], await BlockedAsync(new() { InstanceId = "mq_inst_1" }));
        Assert.Equal([keys[2], keys[0]], await BlockedAsync(new() { GroupId = "gid_ORDERS" }));
        Assert.Equal([keys[2]], await BlockedAsync(new() { MsgIds = ["0af1", "0B"] }));
        Assert.Empty(await BlockedAsync(new() { GroupId = "GID_other", Realm = "cn-beijing" }));
    }

    private static MessageBlock Block(string reason, double since, double? until = null) =>
        new(reason, "kim@box", Sample.At(since), until is { } end ? Sample.At(end) : null);

    private async Task<IEnumerable<MessageKey>> BlockedAsync(BlockQuery query) =>
        (await Journal.ReadBlocksAsync(query, Stop)).Select(one => one.Key);
}
