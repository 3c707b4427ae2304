using System.Management.Automation;
using Microsoft.Extensions.Time.Testing;
using OnsDlq.Messages;
using OnsDlq.Pipeline;
using OnsDlq.Resend;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Resend;

public sealed class ResendProgressTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ResendTally _tally = new();

    public ResendProgressTests() => _tally.Add(Result(ResendStatus.Accepted));

    [Fact]
    public void A_short_run_shows_nothing()
    {
        var progress = new ResendProgress(_time, new RunSpeed(_time, 10));

        Assert.Null(progress.Next(_tally, 1, isAll: true));
        Assert.Null(progress.Last(_tally));
    }

    [Fact]
    public void A_long_run_shows_the_counts_now_and_then_and_takes_them_away()
    {
        var progress = new ResendProgress(_time, new RunSpeed(_time, 10));
        _time.Advance(TimeSpan.FromMilliseconds(250));

        var shown = progress.Next(_tally, 1, isAll: true);
        var tooSoon = progress.Next(_tally, 1, isAll: true);
        var last = progress.Last(_tally);

        Assert.Equal("1 Accepted", shown?.StatusDescription);
        Assert.Equal(-1, shown?.SecondsRemaining);
        Assert.Equal(ProgressRecordType.Processing, shown?.RecordType);
        Assert.Null(tooSoon);
        Assert.Equal(ProgressRecordType.Completed, last?.RecordType);
        Assert.Equal(shown?.ActivityId, last?.ActivityId);
    }

    [Fact]
    public void The_rate_is_that_of_what_was_sent_and_tells_the_time_left()
    {
        var speed = new RunSpeed(_time, 10);
        var progress = new ResendProgress(_time, speed);
        speed.NoteQueued();
        for (var i = 0; i < 3; i++) _tally.Add(Result(ResendStatus.Unknown));
        for (var i = 0; i < 90; i++) _tally.Add(Result(ResendStatus.Skipped));
        _time.Advance(TimeSpan.FromSeconds(2));

        var shown = progress.Next(_tally, 104, isAll: true);

        Assert.Equal("1 Accepted, 3 Unknown, 90 Skipped; 2.0 a second; 10 waiting", shown?.StatusDescription);
        Assert.Equal(5, shown?.SecondsRemaining);
    }

    [Fact]
    public void Before_the_first_result_it_tells_what_waits()
    {
        var progress = new ResendProgress(_time, new RunSpeed(_time, 10));
        _time.Advance(TimeSpan.FromMilliseconds(250));

        var shown = progress.Next(new ResendTally(), 25, isAll: true);

        Assert.Equal(("Begun; 25 waiting", 3), (shown?.StatusDescription, shown?.SecondsRemaining));
    }

    [Fact]
    public void While_more_may_come_there_is_no_remaining_time()
    {
        var progress = new ResendProgress(_time, new RunSpeed(_time, 10));
        _time.Advance(TimeSpan.FromMilliseconds(250));

        var shown = progress.Next(_tally, 26, isAll: false);

        Assert.Equal(("1 Accepted; 25 waiting", -1), (shown?.StatusDescription, shown?.SecondsRemaining));
    }

    [Fact]
    public void A_run_that_waits_for_the_quota_says_so_until_it_is_over_or_a_call_is_answered()
    {
        var calls = new CallWatch(_time);
        var context = calls.Watch(new CallContext());
        var progress = new ResendProgress(_time, new RunSpeed(_time, 10), calls);
        context.Observer!(new("A", "host", 1, 400, "Throttling.User", "R-1", TimeSpan.Zero, TimeSpan.FromSeconds(60)) { IsThrottled = true });
        _time.Advance(TimeSpan.FromSeconds(15.5));

        var waiting = progress.Next(_tally, 11, isAll: true);
        Assert.Equal(("1 Accepted; 10 waiting; waiting for the quota, about 45 s", 46), (waiting?.StatusDescription, waiting?.SecondsRemaining));
        _time.Advance(TimeSpan.FromSeconds(44.5));
        Assert.Equal("1 Accepted", progress.Next(_tally, 1, isAll: true)?.StatusDescription);

        context.Observer(new("A", "host", 2, 400, "Throttling.User", "R-1", TimeSpan.Zero, TimeSpan.FromSeconds(60)) { IsThrottled = true });
        context.Observer(new("A", "host", 1, 200, null, "R-2", TimeSpan.Zero, null));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("1 Accepted", progress.Next(_tally, 1, isAll: true)?.StatusDescription);
        Assert.Equal(3, calls.Calls);
    }

    [Fact]
    public void A_run_that_waits_for_a_hold_of_another_process_or_for_its_turn_says_so()
    {
        var calls = new CallWatch(_time);
        var waits = calls.Watch(new CallContext()).Waits!;
        var progress = new ResendProgress(_time, new RunSpeed(_time, 10), calls);
        string Next()
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return progress.Next(_tally, 1, isAll: true)!.StatusDescription;
        }

        waits(new(TimeSpan.FromMilliseconds(1900), IsHold: false));
        Assert.Equal("1 Accepted", Next());
        waits(new(TimeSpan.FromSeconds(20), IsHold: false));
        Assert.Equal("1 Accepted; the next call in about 19 s", Next());
        waits(new(TimeSpan.FromSeconds(46), IsHold: true));
        Assert.Equal("1 Accepted; waiting for the quota, about 45 s", Next());
        Assert.Equal("1 Accepted; waiting for the quota, about 44 s", Next());
    }

    private static ResendResult Result(ResendStatus status) => new(new("cn-hangzhou", null, "GID_orders", "A1", null), status);
}
