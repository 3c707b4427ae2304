using Microsoft.Extensions.Time.Testing;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

public sealed class HoldingPaceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly HoldingPace _pace;

    public HoldingPaceTests() => _pace = new HoldingPace(_time);

    [Fact]
    public void Nothing_is_held_before_the_service_throttles()
    {
        for (var i = 0; i < 1000; i++) Assert.True(Leave("A").IsCompletedSuccessfully);
    }

    [Fact]
    public void All_callers_are_held_and_let_go_one_after_another()
    {
        _pace.Throttled("A", TimeSpan.FromSeconds(5));
        var callers = Enumerable.Range(0, 10).Select(_ => Leave("A")).ToArray();

        Pass(4.9);
        Assert.Equal(0, callers.Count(caller => caller.IsCompleted));
        Pass(0.1);
        Assert.Equal(1, callers.Count(caller => caller.IsCompleted));
        Pass(0.2);
        Assert.Equal(3, callers.Count(caller => caller.IsCompleted));
        Pass(0.7);
        Assert.Equal(10, callers.Count(caller => caller.IsCompletedSuccessfully));
    }

    [Fact]
    public void Another_operation_is_not_held()
    {
        _pace.Throttled("A", TimeSpan.FromSeconds(5));

        Assert.True(Leave("B").IsCompletedSuccessfully);
    }

    [Fact]
    public void Refusals_of_calls_that_left_together_count_as_one()
    {
        Assert.Equal(1, _pace.Throttled("A", null).TotalSeconds);
        for (var i = 0; i < 20; i++) Assert.Equal(1, _pace.Throttled("A", null).TotalSeconds);
    }

    [Fact]
    public void Refusals_one_after_another_hold_longer_and_longer_and_outlast_a_quota_of_a_minute()
    {
        var held = TimeSpan.Zero;
        for (var refusal = 1; refusal < RetryRule.MostTriesThrottled; refusal++)
        {
            var hold = _pace.Throttled("A", null);
            held += hold;
            _time.Advance(hold);
        }

        Assert.Equal(1 + 2 + 4 + 8 + 16 + 30 + 30, held.TotalSeconds);
        Assert.True(held > TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_hold_that_grows_holds_those_who_wait_already()
    {
        _pace.Throttled("A", TimeSpan.FromSeconds(1));
        var caller = Leave("A");
        _pace.Throttled("A", TimeSpan.FromSeconds(10));

        Pass(9.9);
        Assert.False(caller.IsCompleted);
        Pass(0.2);
        Assert.True(caller.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_wish_of_an_hour_is_held_for_a_minute() => Assert.Equal(60, _pace.Throttled("A", TimeSpan.FromHours(1)).TotalSeconds);

    [Fact]
    public void Answers_speed_it_up_until_nothing_is_held()
    {
        _pace.Throttled("A", TimeSpan.FromSeconds(1));
        Pass(1);
        for (var i = 0; i < 50; i++) _pace.Answered("A");

        for (var i = 0; i < 100; i++) Assert.True(Leave("A").IsCompletedSuccessfully);
    }

    [Fact]
    public void An_answer_to_a_call_that_left_before_the_hold_does_not_lift_it()
    {
        _pace.Throttled("A", TimeSpan.FromSeconds(1));
        for (var i = 0; i < 50; i++) _pace.Answered("A");

        Assert.False(Leave("A").IsCompleted);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_let_go()
    {
        _pace.Throttled("A", TimeSpan.FromSeconds(1));
        using var cancel = new CancellationTokenSource();
        var caller = _pace.WaitAsync("A", cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
    }

    private Task Leave(string action) => _pace.WaitAsync(action, TestContext.Current.CancellationToken).AsTask();

    // In small steps, as time passes: one great leap would fire all timers at one instant.
    private void Pass(double seconds)
    {
        for (var tenth = 0; tenth < Math.Round(seconds * 10); tenth++) _time.Advance(TimeSpan.FromMilliseconds(100));
    }
}
