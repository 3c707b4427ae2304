using OnsDlq.Messages;
using OnsDlq.Resend;

namespace OnsDlq.Core.Tests.Resend;

public sealed class ResendTallyTests
{
    private readonly ResendTally _tally = new();

    private void Add(params ResendStatus[] statuses)
    {
        foreach (var status in statuses)
            _tally.Add(new(new("cn-hangzhou", null, "GID_orders", "A1", null), status));
    }

    [Fact]
    public void Results_are_counted_by_status()
    {
        Add(ResendStatus.Unknown, ResendStatus.Accepted, ResendStatus.Accepted);

        Assert.Equal(3, _tally.Total);
        Assert.Equal(2, _tally[ResendStatus.Accepted]);
        Assert.Equal(0, _tally[ResendStatus.Failed]);
        Assert.Equal("2 Accepted, 1 Unknown", _tally.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true, ResendStatus.Failed)]
    [InlineData(true, ResendStatus.Failed, ResendStatus.Failed)]
    [InlineData(true, ResendStatus.Failed, ResendStatus.Skipped, ResendStatus.Rejected, ResendStatus.Unknown)]
    [InlineData(false, ResendStatus.Failed, ResendStatus.Accepted)]
    [InlineData(false, ResendStatus.Accepted)]
    [InlineData(false, ResendStatus.Unknown, ResendStatus.Rejected, ResendStatus.Skipped)]
    internal void Every_answer_lists_its_own_message_when_all_that_answered_failed(bool expected, params ResendStatus[] statuses)
    {
        Add(statuses);

        Assert.Equal(expected, _tally.EveryAnswerListedItsOwnMessage);
    }
}
