using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using static OnsDlq.Core.Tests.Resend.DecideSample;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>Attempts before which the message was looked up and not listed, and attempts with an impossible end time.</summary>
public sealed class DecideUnlistedTests
{
    private const double Bound = 16 * 60;

    [Theory]
    [InlineData(-Bound, SkipReason.AlreadyResent)]
    [InlineData(-Bound + 1, SkipReason.RoundUnclear)]
    [InlineData(0, SkipReason.RoundUnclear)]
    [InlineData(Bound, SkipReason.RoundUnclear)]
    [InlineData(Bound + 1, null)]
    internal void An_entry_came_back_only_beyond_the_bound_of_the_clocks(double after, SkipReason? reason) =>
        Assert.Equal(reason, Decide(History([Unlisted(0)], -7200, after)).Reason);

    [Fact]
    public void What_the_look_up_showed_did_not_come_back_however_late_it_is() =>
        Assert.Equal(SkipReason.AlreadyResent, Decide(History([Unlisted(0, newestSeen: Bound + 100)], Bound + 100)).Reason);

    [Fact]
    public void Each_attempt_has_its_own_bound()
    {
        // Both came back; the first of the two entries is beyond the margin of the listed attempt only, the second beyond both margins.
        Assert.Equal(3, Decide(History([Ended(ResendStatus.Accepted, 0), Unlisted(10)], 60, Bound + 60)).Round);
        Assert.Equal(SkipReason.RoundUnclear, Decide(History([Unlisted(0), Ended(ResendStatus.Accepted, 10)], 60, 120)).Reason);
    }

    [Fact]
    public void Whoever_holds_that_it_came_back_may_say_so()
    {
        var decision = Decide(History([Unlisted(0)], 60), SkipReason.RoundUnclear);

        Assert.Equal((true, 2), (decision.Send, decision.Round));
        Assert.Equal([SkipReason.RoundUnclear], decision.Lifted);
    }

    /// <summary>A journal may contain times that an earlier version of the module accepted.</summary>
    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void An_end_that_nobody_can_mean_fails_nothing_and_lets_nothing_be_sent_twice(string end)
    {
        var attempt = Claimed(0, newestSeen: -7200) with
        {
            Outcomes = [new() { Status = ResendStatus.Accepted, Source = OutcomeSource.Holder, At = DateTimeOffset.Parse(end, null) }],
        };

        Assert.Equal(SkipReason.AlreadyResent, Decide(History([attempt], -7200, -3600)).Reason);
        Assert.True(Decide(History([attempt], -7200, (2 * Bound) + 1)).Send);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void A_claim_at_a_time_that_nobody_can_mean_fails_nothing(string time)
    {
        var at = DateTimeOffset.Parse(time, null);
        var history = History([Claimed(0) with { ClaimedAt = at, LeaseUntil = at }], -7200);

        Assert.Equal(SkipReason.InFlight, ResendDecider.Decide(history, Rules(now: Bound - 1)).Reason);
        Assert.Equal(SkipReason.OutcomeUnknown, ResendDecider.Decide(history, Rules(now: 1, dead: true)).Reason);
        Assert.Equal(SkipReason.OutcomeUnknown, Decide(history).Reason);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void A_time_of_the_service_that_nobody_can_mean_fails_nothing(string now)
    {
        var rules = Rules() with { ServiceNow = DateTimeOffset.Parse(now, null) };

        Assert.NotNull(ResendDecider.Decide(History([Claimed(0)], -7200), rules).Reason);
        Assert.NotNull(ResendDecider.Decide(History([Unlisted(0)], -7200), rules).Reason);
    }

    private static Attempt Unlisted(double at, double? newestSeen = null) => Ended(ResendStatus.Accepted, at, newestSeen) with { IsListed = false };
}
