using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using static OnsDlq.Core.Tests.Resend.DecideSample;

namespace OnsDlq.Core.Tests.Resend;

public sealed class DecideClaimTests
{
    private static readonly SkipReason[] Everything = Enum.GetValues<SkipReason>();

    [Theory]
    [InlineData(0)]
    [InlineData(59)]
    [InlineData(61)]
    [InlineData(16 * 60)]
    public void A_claim_is_in_flight_until_its_lease_and_the_fence_are_past(double after)
    {
        var decision = ResendDecider.Decide(History([Claimed(100)], 10), Rules(now: 100 + after, lift: Everything));

        Assert.Equal(SkipReason.InFlight, decision.Reason);
        Assert.Empty(decision.Abandoned);
        Assert.Empty(decision.Lifted);
    }

    [Fact]
    public void A_claim_past_its_lease_and_the_fence_is_abandoned_and_unknown()
    {
        var claim = Claimed(100);

        var decision = ResendDecider.Decide(History([claim], 10), Rules(now: 100 + (16 * 60) + 1));

        Assert.Equal(SkipReason.OutcomeUnknown, decision.Reason);
        Assert.Same(claim, Assert.Single(decision.Abandoned));
        Assert.Equal(At(100 + (16 * 60)), ClaimRule.AbandonedAt(claim, At(Now)));
    }

    [Fact]
    public void A_long_lease_keeps_a_claim_in_flight_beyond_the_fence() => Assert.Equal(
        SkipReason.InFlight,
        ResendDecider.Decide(History([Claimed(100) with { LeaseUntil = At(5000) }], 10), Rules(now: 4999, lift: Everything)).Reason);

    [Fact]
    public void A_renewed_signing_time_moves_the_fence()
    {
        var renewed = Claimed(100) with { SignedAt = At(800), LeaseUntil = At(860) };

        Assert.Equal(SkipReason.InFlight, ResendDecider.Decide(History([renewed], 10), Rules(now: 100 + (16 * 60) + 1)).Reason);
        Assert.Equal(SkipReason.OutcomeUnknown, ResendDecider.Decide(History([renewed], 10), Rules(now: 800 + (16 * 60) + 1)).Reason);
    }

    [Fact]
    public void The_claim_of_a_holder_proven_dead_is_abandoned_at_once()
    {
        var claim = Claimed(100);

        var decision = ResendDecider.Decide(History([claim], 10), Rules(now: 101, dead: true));

        Assert.Equal(SkipReason.OutcomeUnknown, decision.Reason);
        Assert.Same(claim, Assert.Single(decision.Abandoned));
        Assert.Equal(At(101), ClaimRule.AbandonedAt(claim, At(101)));
    }

    [Fact]
    public void An_abandoned_claim_may_be_sent_again_under_an_override_that_names_it()
    {
        var decision = ResendDecider.Decide(History([Claimed(100)], 10), Rules(lift: SkipReason.OutcomeUnknown));

        Assert.True(decision.Send);
        Assert.Equal([SkipReason.OutcomeUnknown], decision.Lifted);
        Assert.Single(decision.Abandoned);
    }

    [Theory]
    [InlineData(100 + (16 * 60) - 6, SkipReason.OutcomeUnknown)]
    [InlineData(100 + (16 * 60) + 3, SkipReason.RoundUnclear)]
    [InlineData(100 + (16 * 60) + 6, null)]
    internal void An_entry_comes_back_from_an_abandoned_claim_after_the_last_moment_it_can_have_been_sent(double stored, SkipReason? reason) =>
        Assert.Equal(reason, Decide(History([Claimed(100)], 10, stored)).Reason);

    [Fact]
    public void A_live_claim_hides_whatever_else_stands_against_sending()
    {
        var history = History([Ended(ResendStatus.Accepted, 50), Claimed(Now - 1)], 10) with { Block = new("handled", "kim", At(0), null) };

        Assert.Equal(SkipReason.InFlight, Decide(history, Everything).Reason);
    }
}
