using OnsDlq.Pace;

namespace OnsDlq.Core.Tests.Pace;

public sealed class PaceRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(10, 1_000_000)]
    [InlineData(0.1, 100_000_000)]
    [InlineData(3, 3_333_334)] // rounded up, so that the rate is never higher than allowed
    [InlineData(1e9, 1)]
    [InlineData(1e-9, TimeSpan.TicksPerDay)]
    public void A_rate_gives_an_interval(double rate, long ticks) => Assert.Equal(ticks, PaceRule.Interval(rate).Ticks);

    [Fact]
    public void A_rate_of_nothing_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => PaceRule.Interval(0));

    [Theory]
    [InlineData(1000, 1, 50, 500)]
    [InlineData(300, 1, 50, 150)]
    [InlineData(100, 1, 50, 50)]
    [InlineData(50, 1, 25, 50)]
    [InlineData(10, 5, 5, 50)]
    [InlineData(1, 50, 0.5, 50)]
    public void An_interval_says_how_many_slots_are_taken_how_early_calls_are_prepared_and_how_late_they_may_leave(
        double interval, int slots, double lead, double tolerance)
    {
        var gap = TimeSpan.FromMilliseconds(interval);

        Assert.Equal(slots, PaceRule.SlotsAtOnce(gap));
        Assert.Equal((lead, tolerance), (PaceRule.Lead(gap).TotalMilliseconds, PaceRule.Tolerance(gap).TotalMilliseconds));
    }

    [Fact]
    public void A_slot_that_passed_is_lost_and_one_to_come_is_waited_for()
    {
        Assert.Equal(Now, PaceRule.FirstSlot(null, Interval, Now));
        Assert.Equal(Now, PaceRule.FirstSlot(Now.AddHours(-1), Interval, Now));
        Assert.Equal(Now.AddTicks(1), PaceRule.FirstSlot(Now.AddTicks(1), Interval, Now));
        Assert.Equal(Now.AddSeconds(130), PaceRule.FirstSlot(Now.AddSeconds(130), Interval, Now));
    }

    [Fact]
    public void What_was_written_before_the_clock_was_set_back_is_forgotten()
    {
        Assert.Equal(Now, PaceRule.FirstSlot(Now.AddSeconds(131), Interval, Now));

        var held = new PaceState(Interval, Now.AddSeconds(60), Now);
        Assert.Equal(held, PaceRule.Believed(held, Now));
        Assert.Equal(PaceState.Free, PaceRule.Believed(held, Now.AddHours(-1)));
        var recovered = new PaceState(Interval, Now.AddSeconds(-60), Now);
        Assert.Equal(PaceState.Free, PaceRule.Believed(recovered, Now.AddHours(-1)));
    }

    [Fact]
    public void A_refusal_holds_all_calls_and_slows_them_by_a_quarter()
    {
        var once = PaceRule.Slowed(PaceState.Free, Now, Interval, Now.AddSeconds(1), null);
        Assert.Equal(new PaceState(1.25 * Interval, Now.AddSeconds(2), Now.AddSeconds(1)), once);

        var asked = PaceRule.Slowed(PaceState.Free, Now, Interval, Now.AddSeconds(1), TimeSpan.FromMilliseconds(7));
        Assert.Equal(new PaceState(1.25 * Interval, Now.AddMilliseconds(1007), Now.AddSeconds(1)), asked);

        var hour = PaceRule.Slowed(PaceState.Free, Now, Interval, Now, TimeSpan.FromHours(1));
        Assert.Equal(Now.AddSeconds(60), hour.HoldUntil);
    }

    [Fact]
    public void Refusals_of_calls_that_left_together_count_as_one_which_may_only_lengthen_the_hold()
    {
        var once = PaceRule.Slowed(PaceState.Free, Now, Interval, Now, TimeSpan.FromSeconds(2));

        Assert.Equal(once, PaceRule.Slowed(once, Now.AddSeconds(-1), Interval, Now, null));
        Assert.Equal(once, PaceRule.Slowed(once, Now, Interval, Now, TimeSpan.FromSeconds(1)));
        Assert.Equal(once, PaceRule.Slowed(once, Now, Interval, Now.AddSeconds(5), null));
        Assert.Equal(
            once with { HoldUntil = Now.AddSeconds(3) }, PaceRule.Slowed(once, Now, Interval, Now.AddSeconds(1), TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Refusals_one_after_another_hold_longer_and_longer_and_outlast_a_quota_of_a_minute()
    {
        var (state, now, holds) = (PaceState.Free, Now, new List<double>());
        for (var refusal = 0; refusal < 7; refusal++)
        {
            state = PaceRule.Slowed(state, now, Interval, now, null);
            holds.Add((state.HoldUntil - now).TotalSeconds);
            now = state.HoldUntil;
        }

        Assert.Equal([1, 2, 4, 8, 16, 30, 30], holds);
    }

    [Fact]
    public void Calls_are_slowed_to_one_a_second_and_no_further()
    {
        var (state, now) = (PaceState.Free, Now);
        for (var refusal = 0; refusal < 20; refusal++, now = state.HoldUntil) state = PaceRule.Slowed(state, now, Interval, now, null);
        Assert.Equal(TimeSpan.FromSeconds(1), state.SlowedTo);

        var slow = PaceRule.Slowed(PaceState.Free, Now, TimeSpan.FromSeconds(5), Now, null);
        Assert.Equal((TimeSpan.Zero, Now.AddSeconds(1)), (slow.SlowedTo, slow.HoldUntil));
    }

    [Fact]
    public void Answers_speed_it_up_by_a_hundredth_a_second_until_it_is_free()
    {
        var held = PaceRule.Slowed(PaceState.Free, Now, Interval, Now, TimeSpan.FromSeconds(2));

        // The first answer after the hold only ends it.
        var after = PaceRule.SpedUp(held, Now.AddSeconds(2), Interval, Now.AddSeconds(2.5));
        Assert.Equal(held with { ChangedAt = Now.AddSeconds(2.5) }, after);
        Assert.Equal(after, PaceRule.SpedUp(after, Now.AddSeconds(3), Interval, Now.AddSeconds(3.4)));
        var faster = PaceRule.SpedUp(after, Now.AddSeconds(3), Interval, Now.AddSeconds(3.5));
        Assert.Equal(new PaceState(1.25 * 0.99 * Interval, held.HoldUntil, Now.AddSeconds(3.5)), faster);

        // 1.25 × 0.99^23 < 1.
        Assert.Equal(TimeSpan.Zero, PaceRule.SpedUp(after, Now.AddSeconds(3), Interval, Now.AddSeconds(2.5 + 23)).SlowedTo);
        Assert.NotEqual(TimeSpan.Zero, PaceRule.SpedUp(after, Now.AddSeconds(3), Interval, Now.AddSeconds(2.5 + 22)).SlowedTo);
    }

    [Fact]
    public void After_an_answer_the_next_hold_is_short_again()
    {
        var twice = PaceRule.Slowed(PaceRule.Slowed(PaceState.Free, Now, Interval, Now, null), Now.AddSeconds(1), Interval, Now.AddSeconds(1), null);
        var answered = PaceRule.SpedUp(twice, Now.AddSeconds(3), Interval, Now.AddSeconds(3));

        Assert.Equal(Now.AddSeconds(3), twice.HoldUntil);
        Assert.Equal(Now.AddSeconds(5), PaceRule.Slowed(answered, Now.AddSeconds(4), Interval, Now.AddSeconds(4), null).HoldUntil);
    }

    [Fact]
    public void An_answer_to_a_call_that_left_before_the_hold_says_nothing()
    {
        var held = PaceRule.Slowed(PaceState.Free, Now, Interval, Now, null);

        Assert.Equal(held, PaceRule.SpedUp(held, Now, Interval, Now.AddSeconds(9)));
        Assert.Equal(PaceState.Free, PaceRule.SpedUp(PaceState.Free, Now, Interval, Now.AddSeconds(9)));
    }
}
