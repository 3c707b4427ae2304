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
    /// Makes a range of what was asked for: an end that was not given is now, a beginning that was not given is as long before the end
    /// as the service keeps dead letters.
    /// </summary>
    public static TimeRange Of(DateTimeOffset? begin, DateTimeOffset? end, DateTimeOffset now)
    {
        var last = end ?? now;
        return new TimeRange(begin ?? Before(last), last);
    }

    /// <summary>The same range as the clock on the wall shows it.</summary>
    public TimeRange ToLocalTime() => new(Begin.ToLocalTime(), End.ToLocalTime());

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Begin:yyyy-MM-dd HH:mm:ss.fff zzz} to {End:yyyy-MM-dd HH:mm:ss.fff zzz}");

    /// <summary>An instant as the clock on the wall shows it, to the second.</summary>
    public static string InWords(DateTimeOffset instant) => FormattableString.Invariant($"{instant.ToLocalTime():yyyy-MM-dd HH:mm:ss zzz}");

    private static DateTimeOffset Before(DateTimeOffset end) =>
        end - DateTimeOffset.MinValue > DeadLetter.Retention ? end - DeadLetter.Retention : DateTimeOffset.MinValue;
}
