using Microsoft.Extensions.Time.Testing;
using OnsDlq.Resend;

namespace OnsDlq.Tests.Resend;

public sealed class RunSpeedTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Nothing_is_measured_before_a_message_was_queued_and_one_second_went_by()
    {
        var speed = new RunSpeed(_time, 10);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(speed.PerSecond(5));

        speed.NoteQueued();
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Null(speed.PerSecond(5));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Null(speed.PerSecond(0));
        Assert.Equal(5, speed.PerSecond(5));
    }

    [Fact]
    public void The_time_left_is_told_by_the_slower_of_pace_and_measure()
    {
        var speed = new RunSpeed(_time, 10);
        Assert.Equal(TimeSpan.FromSeconds(10), speed.TimeFor(100, 0));

        speed.NoteQueued();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(50), speed.TimeFor(100, 20));
        Assert.Equal(TimeSpan.FromSeconds(10), speed.TimeFor(100, 1000));
        Assert.Equal(TimeSpan.Zero, speed.TimeFor(-1, 20));
    }

    [Fact]
    public void A_run_that_all_but_stands_still_takes_for_ever() => Assert.Equal(TimeSpan.MaxValue, new RunSpeed(_time, 1e-12).TimeFor(int.MaxValue, 0));
}
