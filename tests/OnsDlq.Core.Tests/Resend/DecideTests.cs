using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using static OnsDlq.Core.Tests.Resend.DecideSample;

namespace OnsDlq.Core.Tests.Resend;

public sealed class DecideTests
{
    [Fact]
    public void A_message_never_seen_is_sent_in_round_1()
    {
        var decision = Decide(MessageHistory.None(Key));

        Assert.True(decision.Send);
        Assert.Equal(1, decision.Round);
        Assert.Empty(decision.Lifted);
        Assert.Empty(decision.Abandoned);
    }

    [Theory]
    [InlineData(ResendStatus.Accepted, SkipReason.AlreadyResent)]
    [InlineData(ResendStatus.Failed, SkipReason.ReportedFailed)]
    [InlineData(ResendStatus.Unknown, SkipReason.OutcomeUnknown)]
    [InlineData(ResendStatus.Rejected, null)]
    internal void One_outcome_stands_against_sending_until_the_message_comes_back(ResendStatus status, SkipReason? reason)
    {
        Assert.Equal(reason, Decide(History([Ended(status, 100)], 10)).Reason);

        var returned = Decide(History([Ended(status, 100)], 10, 200));
        Assert.Null(returned.Reason);
        Assert.Equal(status == ResendStatus.Rejected ? 1 : 2, returned.Round);
    }

    [Theory]
    [InlineData(-5.001, SkipReason.AlreadyResent)]
    [InlineData(-5, SkipReason.AlreadyResent)]
    [InlineData(-4.999, SkipReason.RoundUnclear)]
    [InlineData(0, SkipReason.RoundUnclear)]
    [InlineData(5, SkipReason.RoundUnclear)]
    [InlineData(5.001, null)]
    internal void Within_the_margin_nobody_can_tell_whether_an_entry_came_back(double after, SkipReason? reason) =>
        Assert.Equal(reason, Decide(History([Ended(ResendStatus.Accepted, 100)], 10, 100 + after)).Reason);

    [Fact]
    public void Two_old_entries_are_one_round() =>
        Assert.Equal(SkipReason.AlreadyResent, Decide(History([Ended(ResendStatus.Accepted, 100)], 10, 20, 30)).Reason);

    [Fact]
    public void Two_returned_entries_of_one_round_do_not_allow_two_sends()
    {
        double[] entries = [10, 200, 250];
        Assert.True(Decide(History([Ended(ResendStatus.Accepted, 100)], entries)).Send);

        Assert.Equal(SkipReason.AlreadyResent, Decide(History([Ended(ResendStatus.Accepted, 100), Ended(ResendStatus.Accepted, 300)], entries)).Reason);
    }

    [Fact]
    public void An_entry_known_before_the_claim_has_not_come_back_from_it_whatever_the_clocks_say() =>
        Assert.Equal(SkipReason.AlreadyResent, Decide(History([Ended(ResendStatus.Accepted, 100, newestSeen: 400)], 10, 400)).Reason);

    [Fact]
    public void Where_one_entry_came_back_from_one_of_two_both_ways_of_having_sent_stand_against_sending()
    {
        var history = History([Ended(ResendStatus.Accepted, 100), Ended(ResendStatus.Unknown, 200)], 10, 300);

        Assert.Equal(SkipReason.OutcomeUnknown, Decide(history).Reason);
        Assert.Equal(SkipReason.AlreadyResent, Decide(history, SkipReason.OutcomeUnknown).Reason);
        Assert.True(Decide(history, SkipReason.OutcomeUnknown, SkipReason.AlreadyResent).Send);
    }

    [Fact]
    public void Where_only_one_of_two_can_have_come_back_the_other_one_stands_against_sending()
    {
        var history = History([Ended(ResendStatus.Accepted, 100), Ended(ResendStatus.Unknown, 200)], 10, 150);

        Assert.True(Decide(history, SkipReason.OutcomeUnknown).Send);
    }

    [Fact]
    public void Accepted_then_overridden_and_rejected_is_still_resent_once() => Assert.Equal(
        SkipReason.AlreadyResent, Decide(History([Ended(ResendStatus.Accepted, 100), Ended(ResendStatus.Rejected, 200)], 10)).Reason);

    [Fact]
    public void A_person_who_settles_late_does_not_move_the_end_of_the_attempt()
    {
        var attempt = Ended(ResendStatus.Unknown, 100);
        attempt = attempt with { Outcomes = [.. attempt.Outcomes, new() { Status = ResendStatus.Accepted, Source = OutcomeSource.Person, At = At(9000) }] };

        Assert.Equal(SkipReason.AlreadyResent, Decide(History([attempt], 10)).Reason);
        Assert.True(Decide(History([attempt], 10, 500)).Send);
    }

    [Fact]
    public void What_a_person_alone_settled_as_executed_counts_as_executed()
    {
        var attempt = Claimed(100) with { Outcomes = [new() { Status = ResendStatus.Accepted, Source = OutcomeSource.Person, At = At(200) }] };

        Assert.Equal(SkipReason.AlreadyResent, Decide(History([attempt], 10)).Reason);
        Assert.Equal(SkipReason.AlreadyResent, Decide(History([attempt], 10, 150)).Reason);
    }

    [Theory]
    [InlineData(0, 3, null)]
    [InlineData(2, 3, null)]
    [InlineData(3, 3, SkipReason.MaxRounds)]
    [InlineData(4, 3, SkipReason.MaxRounds)]
    [InlineData(1, 1, SkipReason.MaxRounds)]
    [InlineData(4, 5, null)]
    internal void A_message_that_came_back_too_often_is_held(int times, int maxRounds, SkipReason? reason)
    {
        var history = History(
            Enumerable.Range(1, times).Select(round => Ended(ResendStatus.Accepted, round * 1000)),
            [.. Enumerable.Range(0, times + 1).Select(round => (round * 1000.0) + 500)]);

        var decision = ResendDecider.Decide(history, Rules(maxRounds: maxRounds));

        Assert.Equal((reason, times + 1), (decision.Reason, decision.Round));
    }

    [Fact]
    public void Whoever_lifts_RoundUnclear_counts_the_round_as_come_back()
    {
        var history = History([Ended(ResendStatus.Accepted, 100)], 10, 103);

        Assert.Equal(2, Decide(history, SkipReason.RoundUnclear).Round);
        Assert.Equal(SkipReason.MaxRounds, ResendDecider.Decide(history, Rules(maxRounds: 1, lift: SkipReason.RoundUnclear)).Reason);
    }

    [Fact]
    public void Late_by_a_client_clock_and_early_by_the_service_is_decided_by_the_service()
    {
        // The holder's own clock showed 700 when the service's showed 100; the service's time is stored.
        Assert.True(Decide(History([Ended(ResendStatus.Accepted, 100)], 10, 120)).Send);
    }
}
