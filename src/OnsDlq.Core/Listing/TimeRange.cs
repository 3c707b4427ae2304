using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>A range of store times, both ends included.</summary>
/// <param name="Begin">The first instant.</param>
/// <param name="End">The last instant.</param>
internal readonly record struct TimeRange(DateTimeOffset Begin, DateTimeOffset End)
{
    /// <summary>Whether the range begins after it ends.</summary>
    public bool IsReversed => Begin > End;

    /// <summary>
    /// Makes the range that was asked for. The default of the end is now; that of the beginning is as long before the end as the service keeps
    /// dead letters.
    /// </summary>
    public static TimeRange Of(DateTimeOffset? begin, DateTimeOffset? end, DateTimeOffset now)
    {
        var last = end ?? now;
        return new TimeRange(begin ?? Before(last), last);
    }

    /// <summary>The same range in local time.</summary>
    public TimeRange ToLocalTime() => new(Begin.ToLocalTime(), End.ToLocalTime());

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Begin:yyyy-MM-dd HH:mm:ss.fff zzz} to {End:yyyy-MM-dd HH:mm:ss.fff zzz}");

    /// <summary>An instant as text, to the second.</summary>
    public static string InWords(DateTimeOffset instant) => FormattableString.Invariant($"{instant.ToLocalTime():yyyy-MM-dd HH:mm:ss zzz}");

    private static DateTimeOffset Before(DateTimeOffset end) =>
        end - DateTimeOffset.MinValue > DeadLetter.Retention ? end - DeadLetter.Retention : DateTimeOffset.MinValue;
}
