using OnsDlq.Evidence;
using OnsDlq.Messages;
using static OnsDlq.Core.Tests.Evidence.EvidenceStage;

namespace OnsDlq.Core.Tests.Evidence;

/// <summary>The verdict on one attempt, from what is known of its message.</summary>
public sealed class EvidenceRuleTests
{
    [Fact]
    public void What_was_consumed_after_the_resend_is_consumed()
    {
        var found = Judge(Attempt("a", 60), [.. Before(), Failure(60, 0), Failure(60.2, 1), Success(60.7, 2)]);

        Assert.Equal((EvidenceVerdict.Consumed, 2, "10.0.0.1"), (found.Verdict, found.Failures, found.Client));
        Assert.Equal(Stored.AddMinutes(60.7), found.EventAt!.Value, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void What_failed_after_the_resend_is_being_retried_with_count_and_last_time()
    {
        var found = Judge(Attempt("a", 60), [.. Before(), Failure(60, 0), Failure(60.2, 1)]);

        Assert.Equal((EvidenceVerdict.ConsumeFailed, 2), (found.Verdict, found.Failures));
        Assert.Equal(Stored.AddMinutes(60.2), found.EventAt!.Value, TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [InlineData(60.05, null)]
    [InlineData(60.2, EvidenceVerdict.Returned)]
    [InlineData(346, EvidenceVerdict.Returned)]
    internal void A_later_entry_came_back_whatever_the_traces_say(double entry, EvidenceVerdict? verdict)
    {
        var found = Judge(Attempt("a", 60), [.. Before(), Success(61)], 400, [0, entry]);

        Assert.Equal(verdict ?? EvidenceVerdict.NotYetKnown, found.Verdict == EvidenceVerdict.Consumed ? EvidenceVerdict.NotYetKnown : found.Verdict);
        if (verdict is not null) Assert.Equal(Stored.AddMinutes(entry), found.EventAt!.Value, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void A_message_that_was_looked_up_by_its_ID_came_back_only_where_its_entry_is_surely_newer()
    {
        var lookedUp = Attempt("a", 60, isListed: false);

        Assert.Equal(EvidenceVerdict.NotYetKnown, Judge(lookedUp, null, entries: [0, 70]).Verdict);
        Assert.Equal(EvidenceVerdict.Returned, Judge(lookedUp, null, entries: [0, 77]).Verdict);
    }

    [Fact]
    public void Traces_of_the_time_before_prove_nothing_and_tell_whether_the_group_writes_any()
    {
        Assert.Equal(EvidenceReason.NotOut, Judge(Attempt("a", 60), Before()).Reason);
        Assert.Equal(EvidenceReason.NoTrace, Judge(Attempt("a", 60), []).Reason);
        Assert.Equal(EvidenceReason.NotAsked, Judge(Attempt("a", 60), null).Reason);
        Assert.Equal(EvidenceReason.TooOld, Judge(Attempt("a", 60), [], now: 72 * 60).Reason);
    }

    /// <summary>A slow consumer succeeded after its message was given up: that was before the resend, whatever the clocks say within the bound.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(4.9)]
    [InlineData(5)]
    public void A_success_within_the_clocks_bound_of_the_entry_is_not_taken_for_one_after_the_resend(double at)
    {
        foreach (var status in new[] { ResendStatus.Accepted, ResendStatus.Unknown, ResendStatus.Failed })
        {
            var found = Judge(Attempt("a", 2, status), [.. Before(), Success(at, 16)]);

            Assert.Equal((EvidenceVerdict.NotYetKnown, EvidenceReason.ClockUnclear), (found.Verdict, found.Reason!.Value));
        }
    }

    [Theory]
    [InlineData(-4)]
    [InlineData(0)]
    [InlineData(4)]
    public void A_clock_that_is_off_within_the_bound_changes_no_verdict(double ahead)
    {
        Assert.Equal(EvidenceVerdict.Consumed, Judge(Attempt("a", 60), [.. Before(ahead), Success(60 + ahead)]).Verdict);
        Assert.Equal(1, Judge(Attempt("a", 60), [.. Before(ahead), Failure(60 + ahead)]).Failures);
        Assert.Equal(EvidenceReason.NotOut, Judge(Attempt("a", 60), Before(ahead)).Reason);
    }

    /// <summary>The last failure before the dead letter seems to be an hour after the resend, on a clock that is two hours ahead.</summary>
    [Theory]
    [InlineData(61)]
    [InlineData(400)]
    public void A_clock_that_is_ahead_is_corrected_by_the_last_failure_before_the_dead_letter(double now)
    {
        Assert.Equal(EvidenceReason.NotOut, Judge(Attempt("a", 60), Before(ahead: 120), now).Reason);
        Assert.Equal(1, Judge(Attempt("a", 60), [.. Before(120), Failure(180)], now).Failures);
        Assert.Equal(EvidenceVerdict.Consumed, Judge(Attempt("a", 60, ResendStatus.Unknown), [.. Before(120), Success(180.1)], now).Verdict);
    }

    [Fact]
    public void A_clock_that_shows_the_future_is_believed_in_nothing()
    {
        Assert.Equal(EvidenceReason.ClockUnclear, Judge(Attempt("a", 60), [Failure(70)], now: 61).Reason);
        Assert.Equal(EvidenceVerdict.Consumed, Judge(Attempt("a", 60), [Failure(70), Success(60.5, client: "10.0.0.2")], now: 61).Verdict);
    }

    /// <summary>The service shows the last failure of the resend before the entry that it makes.</summary>
    [Fact]
    public void A_last_failure_that_may_be_that_of_the_resend_proves_nothing() =>
        Assert.Equal(EvidenceVerdict.NotYetKnown, Judge(Attempt("a", 60), [Failure(60), Failure(346, 16)], now: 346).Verdict);

    /// <summary>On one clock the order is certain: after the last retry the count began again, which only a resend does.</summary>
    [Fact]
    public void A_quick_resend_is_told_by_the_count_that_began_again_on_the_same_clock()
    {
        var accepted = Attempt("a", 1);

        Assert.Equal(EvidenceVerdict.Consumed, Judge(accepted, [.. Before(), Success(1.1)]).Verdict);
        Assert.Equal(EvidenceVerdict.ConsumeFailed, Judge(accepted, [.. Before(), Failure(1.1)]).Verdict);
        Assert.Equal(EvidenceReason.ClockUnclear, Judge(accepted, [.. Before(), Success(1.1, client: "10.0.0.2")]).Reason);
        Assert.Equal(EvidenceReason.ClockUnclear, Judge(accepted, [.. Before()[..16], Success(1.1)]).Reason);
    }

    [Theory]
    [InlineData(ResendStatus.Unknown)]
    [InlineData(ResendStatus.Failed)]
    internal void What_is_in_doubt_is_proven_by_consumption_later_than_the_bound_or_by_coming_back(ResendStatus status)
    {
        var attempt = Attempt("a", 6, status);
        var (within, later) = (Judge(attempt, [.. Before(), Success(5)]), Judge(attempt, [.. Before(), Success(6.1)]));

        Assert.False(EvidenceRule.Proves(within, attempt));
        Assert.True(EvidenceRule.Proves(later, attempt));
        Assert.True(EvidenceRule.Proves(Judge(attempt, null, entries: [0, 7]), attempt));
        Assert.False(EvidenceRule.Proves(Judge(attempt, [.. Before(), Failure(6.1)]), attempt));
        Assert.False(EvidenceRule.Proves(later, Attempt("a", 6)));
        Assert.Equal(EvidenceReason.ClockUnclear, Judge(Attempt("a", 1, status), [.. Before(), Success(1.1)]).Reason);
    }

    [Fact]
    public void What_came_back_before_the_second_resend_is_not_its_effect()
    {
        var (first, second) = (Attempt("a", 60), Attempt("b", 400, newest: 346));
        double[] entries = [0, 346];

        Assert.Equal(EvidenceVerdict.Returned, Judge(first, null, 500, entries, second).Verdict);
        Assert.Equal(EvidenceReason.NotOut, Judge(second, [.. Before(), Failure(60), Failure(340, 16)], 500, entries, first).Reason);
        Assert.Equal(EvidenceVerdict.Consumed, Judge(second, [.. Before(), Failure(340, 16), Success(400)], 500, entries, first).Verdict);
    }

    /// <summary>Sent again by an override, before anybody knew what became of the first: one success cannot be told from the other's.</summary>
    [Fact]
    public void Of_two_resends_without_an_entry_between_them_neither_is_proven_by_what_happened_after_both()
    {
        var (first, second) = (Attempt("a", 60, ResendStatus.Unknown), Attempt("b", 90));

        Assert.Equal(EvidenceReason.SeveralResends, Judge(first, [.. Before(), Success(90.1)], others: second).Reason);
        Assert.Equal(EvidenceReason.SeveralResends, Judge(second, [.. Before(), Success(90.1)], others: first).Reason);
        Assert.Equal(EvidenceReason.SeveralResends, Judge(second, null, 500, [0, 400], first).Reason);
        Assert.Equal(EvidenceReason.NotAsked, Judge(first, null, 500, [0, 400], second).Reason);
        Assert.Equal(EvidenceVerdict.Consumed, Judge(first, [.. Before(), Success(60.1)], others: second).Verdict);
        Assert.Equal(EvidenceVerdict.Returned, Judge(second, null, 500, [0, 346, 380], first).Verdict);
        Assert.Equal(EvidenceVerdict.Returned, Judge(first, null, 500, [0, 346, 380], second).Verdict);
    }

    [Fact]
    public void A_claim_that_may_still_be_executed_counts_as_a_resend()
    {
        var (first, live) = (Attempt("a", 60), Attempt("b", 90, status: null));

        Assert.Equal(EvidenceReason.SeveralResends, Judge(first, [.. Before(), Success(90.1)], others: live).Reason);
        Assert.Equal(EvidenceReason.NotAsked, Judge(first, null, 500, [0, 346], live).Reason);
        Assert.Equal(EvidenceVerdict.Consumed, Judge(first, [.. Before(), Success(90.1)], others: Attempt("b", 90, ResendStatus.Rejected)).Verdict);
    }

    [Fact]
    public void Where_no_entry_was_seen_before_the_claim_its_own_time_is_the_bound()
    {
        var attempt = Attempt("a", 60, newest: null);

        Assert.Equal(EvidenceReason.ClockUnclear, Judge(attempt, [Success(60.1)], entries: []).Reason);
        Assert.Equal(EvidenceVerdict.Consumed, Judge(attempt, [Success(65.1)], entries: []).Verdict);
    }
}
