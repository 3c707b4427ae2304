using OnsDlq.Pace;

namespace OnsDlq.Core.Tests.Pace;

public sealed class RetryWaitTests
{
    [Theory]
    [InlineData(1, 1.0, 500)]
    [InlineData(2, 1.0, 1000)]
    [InlineData(3, 1.0, 2000)]
    [InlineData(3, 0.25, 500)]
    [InlineData(3, 0.0, 0)]
    [InlineData(7, 1.0, 30000)]
    [InlineData(int.MaxValue, 1.0, 30000)]
    [InlineData(1, 7.0, 500)]
    [InlineData(1, -1.0, 0)]
    public void The_back_off_doubles_up_to_half_a_minute_and_is_cut_by_the_jitter(int failed, double jitter, double ms) =>
        Assert.Equal(ms, RetryWait.After(failed, jitter, null).TotalMilliseconds);

    [Theory]
    [InlineData(1500, 1500)]
    [InlineData(3600000, 60000)]
    public void What_the_service_asks_for_takes_the_place_of_the_back_off_up_to_a_minute(double asked, double ms) =>
        Assert.Equal(ms, RetryWait.After(5, 0.5, TimeSpan.FromMilliseconds(asked)).TotalMilliseconds);

    [Theory]
    [InlineData("1500", 1500.0)]
    [InlineData("99999999999", 60000.0)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("1.5", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_header_is_whole_milliseconds(string? header, double? ms) => Assert.Equal(ms, RetryWait.Parse(header)?.TotalMilliseconds);
}
