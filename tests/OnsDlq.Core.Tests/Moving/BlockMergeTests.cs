using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Moving;

namespace OnsDlq.Core.Tests.Moving;

/// <summary>Blocks of two journals are joined so that a message rather stays blocked.</summary>
public sealed class BlockMergeTests
{
    private static readonly DateTimeOffset Start = new(2026, 7, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly MessageKey Key = new("cn-hangzhou", "MQ_INST_1", "GID_orders", new string('0', 32));

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, 5, false)]
    [InlineData(5, null, true)]
    [InlineData(5, 6, true)]
    [InlineData(6, 5, false)]
    public void Of_two_blocks_the_longer_one_stays(int? own, int? moved, bool replaced) =>
        Assert.Equal(replaced, Of(Block(own), Block(moved), MergeRule.Both).Count == 1);

    [Theory]
    [InlineData(nameof(MergeRule.Both), 0)]
    [InlineData(nameof(MergeRule.Newer), 1)]
    public void A_block_that_the_other_one_does_not_have_is_removed_only_where_that_one_is_newer(string rule, int removed)
    {
        var changes = Of(Block(5), null, Enum.Parse<MergeRule>(rule));

        Assert.Equal(removed, changes.Count);
        Assert.All(changes, change => Assert.Null(change.Block));
    }

    [Fact]
    public void The_newer_one_counts_though_it_ends_sooner() => Assert.Equal(Block(5), Assert.Single(Of(Block(6), Block(5), MergeRule.Newer)).Block);

    [Fact]
    public void The_same_block_is_no_change() => Assert.Empty(Of(Block(6), Block(6), MergeRule.Newer));

    private static IReadOnlyList<(MessageKey Key, MessageBlock? Block)> Of(MessageBlock? own, MessageBlock? moved, MergeRule rule) => BlockMerge.Of(
        new[] { own }.OfType<MessageBlock>().ToDictionary(_ => Key), moved is null ? [] : [new(Key, moved)], rule);

    private static MessageBlock Block(int? hours) => new("handled", "kim@box", Start, hours is { } end ? Start.AddHours(end) : null);
}
