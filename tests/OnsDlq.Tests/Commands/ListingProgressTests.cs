using Microsoft.Extensions.Time.Testing;
using OnsDlq.Listing;
using OnsDlq.Pipeline;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Commands;

public sealed class ListingProgressTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new();
    private int _emitted = 7;

    [Fact]
    public void A_listing_tells_entries_the_range_covered_and_calls_and_no_remaining_time()
    {
        var calls = new CallWatch(_time);
        var progress = new ListingProgress("Listing dead letters of GID_a", new TimeRange(Begin, Begin.AddDays(2)), calls, () => _emitted);
        calls.Watch(new CallContext()).Observer!(new("A", "host", 1, 200, null, "R-1", TimeSpan.Zero, null));
        _emitted += 30;
        progress.Read(50, Begin.AddDays(1));

        var record = progress.Record();

        Assert.Equal("Listing dead letters of GID_a", record.Activity);
        Assert.Equal($"50 entries, 30 emitted, up to {TimeRange.InWords(Begin.AddDays(1))}; 1 call", record.StatusDescription);
        Assert.Equal((50, -1), (record.PercentComplete, record.SecondsRemaining));
    }

    [Fact]
    public void Look_ups_tell_how_many_were_answered_and_what_they_wait_for()
    {
        var calls = new CallWatch(_time);
        var progress = new ListingProgress("Looking up dead letters", null, calls, () => _emitted);
        calls.Watch(new CallContext()).Observer!(
            new("A", "host", 1, 400, "Throttling", "R-1", TimeSpan.Zero, TimeSpan.FromSeconds(9)) { IsThrottled = true });
        _emitted += 2;
        progress.Read(2);

        Assert.Equal("2 looked up; 1 call; waiting for the quota, about 9 s", progress.Record().StatusDescription);
        Assert.Equal(-1, progress.Record().PercentComplete);
    }
}
