using OnsDlq.Messages;
using OnsDlq.Resend;

namespace OnsDlq.Core.Tests.Resend;

public sealed class DuplicateGuardTests
{
    private readonly DuplicateGuard _guard = new();

    private static MessageReference Message(string msgId, string? instanceId = "MQ_INST_1", string groupId = "GID_orders", long? stored = null) =>
        new("cn-hangzhou", instanceId, groupId, msgId, stored);

    [Fact]
    public void A_message_is_new_once()
    {
        Assert.True(_guard.TryAdd(Message("A1")));
        Assert.False(_guard.TryAdd(Message("A1")));
        Assert.False(_guard.TryAdd(Message("A1")));
        Assert.True(_guard.TryAdd(Message("A2")));
    }

    [Fact]
    public void Two_entries_of_one_message_are_one_message()
    {
        Assert.True(_guard.TryAdd(Message("A1", stored: 1)));
        Assert.False(_guard.TryAdd(Message("A1", stored: 2)));
    }

    [Fact]
    public void Case_makes_no_difference()
    {
        Assert.True(_guard.TryAdd(Message("ab1")));
        Assert.False(_guard.TryAdd(Message("AB1")));
        Assert.False(_guard.TryAdd(Message("ab1", "mq_inst_1", "gid_ORDERS")));
    }

    [Fact]
    public void A_group_with_its_instance_before_it_is_the_same_group()
    {
        Assert.True(_guard.TryAdd(Message("A1")));
        Assert.True(_guard.Contains(Message("A1", groupId: "MQ_INST_1%GID_orders")));
        Assert.False(_guard.TryAdd(Message("A1", groupId: "MQ_INST_1%GID_orders")));
    }

    [Theory]
    [InlineData(null, "MQ_INST_1")]
    [InlineData("MQ_INST_1", null)]
    [InlineData(null, null)]
    public void An_instance_that_is_left_out_may_be_the_other_one(string? first, string? second)
    {
        Assert.True(_guard.TryAdd(Message("A1", first)));
        Assert.False(_guard.TryAdd(Message("A1", second)));
    }

    [Fact]
    public void Instances_that_differ_hold_different_messages()
    {
        Assert.True(_guard.TryAdd(Message("A1", "MQ_INST_1")));
        Assert.True(_guard.TryAdd(Message("A1", "MQ_INST_2")));
        Assert.True(_guard.TryAdd(Message("A1", "MQ_INST_3")));
        Assert.False(_guard.TryAdd(Message("A1", "MQ_INST_1")));
        Assert.False(_guard.TryAdd(Message("A1", "MQ_INST_2")));
        Assert.False(_guard.TryAdd(Message("A1", "MQ_INST_3")));
        Assert.False(_guard.TryAdd(Message("A1", null)));
    }

    [Theory]
    [InlineData("MQ_INST_1", "MQ_INST_1", true)]
    [InlineData("MQ_INST_1", "mq_inst_1", true)]
    [InlineData("MQ_INST_1", null, true)]
    [InlineData(null, "MQ_INST_1", true)]
    [InlineData("MQ_INST_1", "MQ_INST_2", false)]
    public void What_was_taken_is_known_and_asking_takes_nothing(string? taken, string? asked, bool known)
    {
        Assert.False(_guard.Contains(Message("A1", taken)));
        Assert.True(_guard.TryAdd(Message("A1", taken)));

        Assert.Equal(known, _guard.Contains(Message("A1", asked)));
        Assert.Equal(known, _guard.Contains(Message("A1", asked)));
        Assert.Equal(!known, _guard.TryAdd(Message("A1", asked)));
        Assert.True(_guard.Contains(Message("A1", asked)));
        Assert.False(_guard.Contains(Message("A2", asked)));
    }

    [Fact]
    public void Groups_hold_different_messages()
    {
        Assert.True(_guard.TryAdd(Message("A1", groupId: "GID_orders")));
        Assert.True(_guard.TryAdd(Message("A1", groupId: "GID_refunds")));
    }
}
