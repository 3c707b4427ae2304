using OnsDlq.Errors;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>
/// Makes a range of the times that a user gave. Two clocks may disagree on what now is, this machine's and the service's, where answers
/// have told it: a time has come as soon as either says so, and is past keeping when the service's says so.
/// </summary>
/// <param name="clock">The service's clock.</param>
/// <param name="time">This machine's clock.</param>
internal sealed class AskedRange(ServiceClock clock, TimeProvider time)
{
    /// <summary>By how much a range may begin before the oldest entry that is kept without a word about it: people say three days and take their time.</summary>
    public static readonly TimeSpan Leniency = TimeSpan.FromHours(1);

    /// <summary>
    /// Makes the range. An end that was not given is now, a beginning that was not given is as long before the end as the service keeps
    /// dead letters.
    /// </summary>
    /// <param name="begin">The earliest store time; null where none was given.</param>
    /// <param name="end">The latest store time; null where none was given.</param>
    /// <param name="warn">Told where the range holds times of which nothing is kept any more.</param>
    /// <exception cref="CommandException">The range begins after it ends, or is yet to come.</exception>
    public TimeRange Of(DateTimeOffset? begin, DateTimeOffset? end, Action<string> warn)
    {
        var now = Later(clock.Latest, time.GetUtcNow());
        var range = TimeRange.Of(begin, end, now);
        if (end is not null && range.IsReversed)
            throw new CommandException(ErrorId.InvalidTimeRange, $"The start time is after the end time: {range.ToLocalTime()}.", begin);
        if (range.Begin > now)
        {
            throw new CommandException(
                ErrorId.InvalidTimeRange, $"The start time {TimeRange.InWords(range.Begin)} is yet to come: it is {TimeRange.InWords(now)}.", begin);
        }

        Warn(range, begin is not null, warn);
        return range;
    }

    private void Warn(TimeRange range, bool beginGiven, Action<string> warn)
    {
        var oldest = clock.Now - DeadLetter.Retention;
        const string Kept = "Dead letters are kept for three days";
        if (range.End < oldest - Leniency)
            warn($"{Kept}: of what was stored up to {TimeRange.InWords(range.End)} there is nothing left, unless the service is late.");
        else if (beginGiven && range.Begin < oldest - Leniency)
            warn($"{Kept}: what was stored before {TimeRange.InWords(oldest)} is gone and cannot be listed.");
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
