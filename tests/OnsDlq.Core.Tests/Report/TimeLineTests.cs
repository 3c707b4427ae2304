using OnsDlq.Report;

namespace OnsDlq.Core.Tests.Report;

public sealed class TimeLineTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(59, 1, 60)]
    [InlineData(60, 5, 13)]
    [InlineData(3_600, 300, 13)]
    [InlineData(86_400, 1_800, 49)]
    [InlineData(3 * 86_400, 10_800, 25)]
    [InlineData(400 * 86_400, 8 * 86_400, 51)]
    public void Columns_are_as_long_as_the_range_needs(long seconds, long length, int columns)
    {
        var line = new TimeLine(1);
        line.Add(Start, 0);
        line.Add(Start.AddSeconds(seconds), 0);

        Assert.Equal(TimeSpan.FromSeconds(length), line.Length);
        Assert.Equal(columns, line.Columns().Count());
        Assert.Equal(2, line.Columns().Sum(column => column.Counts[0]));
    }

    [Fact]
    public void The_order_of_the_moments_does_not_matter()
    {
        var moments = Enumerable.Range(0, 3_000).Select(number => Start.AddSeconds((number * 7_919L % 3_000) * 61)).ToArray();
        var (one, other) = (new TimeLine(2), new TimeLine(2));
        foreach (var moment in moments) one.Add(moment, moment.Second % 2);
        foreach (var moment in moments.OrderDescending()) other.Add(moment, moment.Second % 2);

        Assert.Equal(one.Columns().Select(Words), other.Columns().Select(Words));
        Assert.Equal(3_000, one.TotalOf(0) + one.TotalOf(1));
        Assert.All(one.Columns(), column => Assert.Equal(
            moments.Count(moment => moment >= column.Start && moment < column.Start + one.Length), column.Counts[0] + column.Counts[1]));
    }

    [Fact]
    public void Times_at_the_ends_of_the_calendar_are_counted()
    {
        var line = new TimeLine(1);
        line.Add(DateTimeOffset.MinValue, 0);
        line.Add(DateTimeOffset.MaxValue, 0);
        line.Add(DateTimeOffset.UnixEpoch.AddSeconds(-1), 0);

        Assert.InRange(line.Columns().Count(), 2, TimeLine.MostColumns);
        Assert.Equal(3, line.Columns().Sum(column => column.Counts[0]));
    }

    private static string Words(TimeColumn column) => $"{column.Start:O} {string.Join(' ', column.Counts)}";
}
