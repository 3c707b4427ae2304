using System.Management.Automation;
using Microsoft.Extensions.Time.Testing;
using OnsDlq.Resend;

namespace OnsDlq.Tests.Resend;

public sealed class ResendProgressTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ResendTally _tally = new();

    public ResendProgressTests() => _tally.Add(new(new("cn-hangzhou", null, "GID_orders", "A1", null), ResendStatus.Accepted));

    [Fact]
    public void A_short_run_shows_nothing()
    {
        var progress = new ResendProgress(_time, new RunSpeed(_time));

        Assert.Null(progress.Next(_tally, 1));
        Assert.Null(progress.Last(_tally));
    }

    [Fact]
    public void A_long_run_shows_the_counts_now_and_then_and_takes_them_away()
    {
        var progress = new ResendProgress(_time, new RunSpeed(_time));
        _time.Advance(TimeSpan.FromMilliseconds(250));

        var shown = progress.Next(_tally, 1);
        var tooSoon = progress.Next(_tally, 1);
        var last = progress.Last(_tally);

        Assert.Equal("1 Accepted", shown?.StatusDescription);
        Assert.Equal(ProgressRecordType.Processing, shown?.RecordType);
        Assert.Null(tooSoon);
        Assert.Equal(ProgressRecordType.Completed, last?.RecordType);
        Assert.Equal(shown?.ActivityId, last?.ActivityId);
    }
}
