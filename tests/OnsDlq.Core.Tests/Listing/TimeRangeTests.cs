using OnsDlq.Listing;

namespace OnsDlq.Core.Tests.Listing;

public sealed class TimeRangeTests
{
    [Fact]
    public void A_range_that_is_left_open_ends_now_and_begins_three_days_before_its_end()
    {
        var now = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(8));
        var day = TimeSpan.FromDays(1);

        Assert.Equal(new TimeRange(now - 3 * day, now), TimeRange.Of(null, null, now));
        Assert.Equal(new TimeRange(now - day, now), TimeRange.Of(now - day, null, now));
        Assert.Equal(new TimeRange(now - 8 * day, now - 5 * day), TimeRange.Of(null, now - 5 * day, now));
        Assert.Equal(new TimeRange(DateTimeOffset.MinValue, DateTimeOffset.MinValue), TimeRange.Of(null, DateTimeOffset.MinValue, now));
        Assert.True(TimeRange.Of(now + day, null, now).IsReversed);
        Assert.False(TimeRange.Of(now, now, now).IsReversed);
    }

    [Fact]
    public void A_range_is_named_with_its_offsets()
    {
        var begin = new DateTimeOffset(2026, 3, 4, 5, 6, 7, 8, TimeSpan.FromHours(8));

        Assert.Equal("2026-03-04 05:06:07.008 +08:00 to 2026-03-04 06:06:07.008 +08:00", new TimeRange(begin, begin.AddHours(1)).ToString());
    }
}
