using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>
/// A range of store times as a user gave it. This machine's clock and the service's (once answers have shown it) may differ: a time counts as
/// past when either clock says so, and its dead letters count as expired when the service's clock says so. A range without an end first ends at
/// now by this machine's clock, and is extended once an answer shows the service's clock.
/// </summary>
internal sealed class ListingRange
{
    /// <summary>
    /// By how much a range may begin too early without a warning: a user types "three days ago", and the command runs some time later.
    /// </summary>
    public static readonly TimeSpan Leniency = TimeSpan.FromHours(1);

    // By how much two equal clocks may seem to differ: a Date header has whole seconds, and an answer takes time.
    private static readonly TimeSpan Agreement = TimeSpan.FromSeconds(2);

    private readonly TimeRange _range;

    private ListingRange(TimeRange range, Func<DateTimeOffset>? latestEnd) => (_range, LatestEnd) = (range, latestEnd);

    /// <summary>
    /// Gives the latest possible time on the service's clock when the range was asked for, by the answers so far; null where the range has an
    /// end.
    /// </summary>
    public Func<DateTimeOffset>? LatestEnd { get; }

    /// <summary>The range, with the end by the answers so far.</summary>
    public TimeRange Range => LatestEnd?.Invoke() is { } end && end > _range.End ? _range with { End = end } : _range;

    /// <summary>
    /// Makes the range. The default of the end is now; that of the beginning is as long before the end as the service keeps dead letters.
    /// </summary>
    /// <param name="clock">The service's clock.</param>
    /// <param name="time">This machine's clock.</param>
    /// <param name="begin">The earliest store time; null where none was given.</param>
    /// <param name="end">The latest store time; null where none was given.</param>
    /// <param name="warn">Called with a warning where the range has times of which nothing is kept any more.</param>
    /// <exception cref="CommandException">The range begins after it ends, or is in the future.</exception>
    public static ListingRange Of(ServiceClock clock, TimeProvider time, DateTimeOffset? begin, DateTimeOffset? end, Action<string> warn)
    {
        var isKnown = clock.Offset is not null;
        var now = Later(clock.Latest, time.GetUtcNow());
        var range = TimeRange.Of(begin, end, isKnown ? now : now + Agreement);
        if (end is not null && range.IsReversed)
            throw new CommandException(ErrorId.InvalidTimeRange, $"The start time is after the end time: {range.ToLocalTime()}.", begin);
        if (range.Begin > (isKnown ? now : now + SignatureProof.Bound))
        {
            throw new CommandException(
                ErrorId.InvalidTimeRange, $"The start time {TimeRange.InWords(range.Begin)} is in the future: it is {TimeRange.InWords(now)} now.", begin);
        }

        Warn(range, clock.Now - DeadLetter.Retention, begin is not null, warn);
        if (end is not null) return new ListingRange(range, null);

        var askedAt = time.GetTimestamp();
        return new ListingRange(range.IsReversed ? range with { End = range.Begin } : range, () => clock.Latest - time.GetElapsedTime(askedAt));
    }

    private static void Warn(TimeRange range, DateTimeOffset oldest, bool beginGiven, Action<string> warn)
    {
        const string Kept = "Dead letters are kept for three days";
        if (range.End < oldest - Leniency)
            warn($"{Kept}: of what was stored up to {TimeRange.InWords(range.End)} there is nothing left, unless the service is late.");
        else if (beginGiven && range.Begin < oldest - Leniency)
            warn($"{Kept}: what was stored before {TimeRange.InWords(oldest)} is gone and cannot be listed.");
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
