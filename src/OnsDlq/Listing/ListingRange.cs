using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>
/// A range of store times as a user gave it. Two clocks may disagree on what now is, this machine's and the service's, where answers
/// have told it: a time has come as soon as either says so, and is past keeping when the service's says so. Until an answer has told it, a
/// range without an end reaches as far as this machine's clock says, and is lengthened then.
/// </summary>
internal sealed class ListingRange
{
    /// <summary>
    /// By how much a range may begin before the oldest entry that is kept without a word about it: people say three days and take their
    /// time.
    /// </summary>
    public static readonly TimeSpan Leniency = TimeSpan.FromHours(1);

    // What clocks that agree may seem to differ by: a date counts whole seconds, and an answer takes its time.
    private static readonly TimeSpan Agreement = TimeSpan.FromSeconds(2);

    private readonly TimeRange _range;

    private ListingRange(TimeRange range, Func<DateTimeOffset>? latestEnd) => (_range, LatestEnd) = (range, latestEnd);

    /// <summary>
    /// Gives the latest that it can have been on the service's clock when the range was asked for, as far as answers have told by then; null
    /// where the range has an end.
    /// </summary>
    public Func<DateTimeOffset>? LatestEnd { get; }

    /// <summary>The range, as far as answers have told its end.</summary>
    public TimeRange Range => LatestEnd?.Invoke() is { } end && end > _range.End ? _range with { End = end } : _range;

    /// <summary>
    /// Makes the range. An end that was not given is now, a beginning that was not given is as long before the end as the service keeps
    /// dead letters.
    /// </summary>
    /// <param name="clock">The service's clock.</param>
    /// <param name="time">This machine's clock.</param>
    /// <param name="begin">The earliest store time; null where none was given.</param>
    /// <param name="end">The latest store time; null where none was given.</param>
    /// <param name="warn">Told where the range holds times of which nothing is kept any more.</param>
    /// <exception cref="CommandException">The range begins after it ends, or is yet to come.</exception>
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
                ErrorId.InvalidTimeRange, $"The start time {TimeRange.InWords(range.Begin)} is yet to come: it is {TimeRange.InWords(now)}.", begin);
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
