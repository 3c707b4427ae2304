using OnsDlq.Messages;
using OnsDlq.Resend;

namespace OnsDlq.Core.Tests.Resend;

public sealed class HeldVerdictsTests
{
    private static MessageKey Key(string msgId) => MessageKey.Of("cn-hangzhou", "I", "GID_orders", msgId);

    private static ResendOutcome Skipped(string msgId, SkipReason reason = SkipReason.AlreadyResent) =>
        new(new(new("cn-hangzhou", "I", "GID_orders", msgId, 5), ResendStatus.Skipped) { SkipReason = reason });

    private static IEnumerable<string> Take(HeldVerdicts held) => held.TakeAll().Select(outcome => $"{outcome.Result.MsgId} {outcome.Result.Reason}");

    [Fact]
    public void What_is_held_comes_out_once_in_the_order_of_the_last_verdicts()
    {
        var held = new HeldVerdicts(10);
        Assert.True(held.TryHold(Key("A"), Skipped("A")));
        Assert.True(held.TryHold(Key("B"), Skipped("B")));
        Assert.True(held.TryHold(Key("C"), Skipped("C")));
        Assert.True(held.TryHold(Key("A"), Skipped("A", SkipReason.MaxRounds)));
        held.Drop(Key("B"));

        Assert.Equal(["C AlreadyResent", "A MaxRounds"], Take(held));
        Assert.Empty(Take(held));
    }

    [Fact]
    public void What_finds_no_room_is_not_held()
    {
        var held = new HeldVerdicts(1);
        Assert.True(held.TryHold(Key("A"), Skipped("A")));
        Assert.False(held.TryHold(Key("B"), Skipped("B")));
        Assert.True(held.TryHold(Key("A"), Skipped("A", SkipReason.RoundUnclear)));

        Assert.Equal(["A RoundUnclear"], Take(held));
    }

    [Fact]
    public void What_is_not_taken_to_the_end_is_still_held()
    {
        var held = new HeldVerdicts(10);
        foreach (var id in new[] { "A", "B", "C" }) held.TryHold(Key(id), Skipped(id));

        Assert.Equal("A", held.TakeAll().First().Result.MsgId);

        Assert.Equal(2, held.Count);
    }
}
