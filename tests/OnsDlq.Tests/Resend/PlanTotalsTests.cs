using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;

namespace OnsDlq.Tests.Resend;

/// <summary>The last lines of -WhatIf and -Plan.</summary>
public sealed class PlanTotalsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_given_would_send_nothing() => Assert.Equal(["Would send nothing."], new PlanTotals(10).Lines());

    [Theory]
    [InlineData(1, 10, "Would send 1 message to GID_a at 10 a second, in about 1 s.")]
    [InlineData(900, 10, "Would send 900 messages to GID_a at 10 a second, in about 90 s.")]
    [InlineData(10_000, 10, "Would send 10,000 messages to GID_a at 10 a second, in about 17 min.")]
    [InlineData(10_000, 0.5, "Would send 10,000 messages to GID_a at 0.5 a second, in about 5 h 34 min.")]
    public void The_time_follows_from_the_pace(int count, double perSecond, string line) =>
        Assert.Equal([line], Totals(perSecond, Enumerable.Repeat("GID_a", count)).Lines());

    [Fact]
    public void Groups_are_named_by_their_share()
    {
        var totals = Totals(10, ["GID_b", "GID_a", "GID_b", "GID_c", "GID_d", "GID_e", "GID_f", "GID_g", "gid_b"]);

        Assert.Equal(
            ["Would send 9 messages to GID_b (3), GID_a (1), GID_c (1), GID_d (1), GID_e (1) and 2 other groups at 10 a second, in about 1 s."], totals.Lines());
    }

    [Fact]
    public void What_expires_before_its_turn_is_counted()
    {
        var totals = new PlanTotals(1);
        foreach (var seconds in (double[])[-5, 0.5, 1.5, 10, 3]) totals.Add(Message("GID_a", Now.AddSeconds(seconds) - DeadLetter.Retention), Now);
        totals.Add(Message("GID_a", null), Now);

        Assert.Equal(
            ["Would send 6 messages to GID_a at 1 a second, in about 6 s.", "4 of them will have expired before their turn."], totals.Lines());
    }

    [Fact]
    public void What_is_skipped_is_counted_by_reason()
    {
        var totals = new PlanTotals(10);
        foreach (var reason in (SkipReason[])[SkipReason.Blocked, SkipReason.AlreadyResent, SkipReason.AlreadyResent])
            totals.Add(Message("GID_a", null).Skip(reason).Result);

        Assert.Equal(["Would send nothing.", "Would skip 3: 2 AlreadyResent, 1 Blocked."], totals.Lines());
    }

    private static PlanTotals Totals(double perSecond, IEnumerable<string> groups)
    {
        var totals = new PlanTotals(perSecond);
        foreach (var group in groups) totals.Add(Message(group, null), Now);
        return totals;
    }

    private static GuardedMessage Message(string group, DateTimeOffset? stored)
    {
        var message = new MessageReference("cn-hangzhou", "MQ_1", group, "A1", stored?.ToUnixTimeMilliseconds());
        var history = MessageHistory.None(MessageKey.Of("cn-hangzhou", "MQ_1", group, "A1"));
        return new(message, history, [], new(null, 1, [], []));
    }
}
