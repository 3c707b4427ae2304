using System.Globalization;

namespace OnsDlq.Pace;

/// <summary>How long to wait before the next try: arithmetic only.</summary>
internal static class RetryWait
{
    public static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait accepted when the service asks for one.</summary>
    public static readonly TimeSpan LongestAskedFor = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);

    /// <summary>The wait after a failed try: as long as the service asks for, else an exponential back-off with full jitter.</summary>
    /// <param name="failed">Which try failed, from 1.</param>
    /// <param name="jitter">A random number from 0 to 1.</param>
    /// <param name="retryAfter">How long the service asks to wait; null where it does not say.</param>
    public static TimeSpan After(int failed, double jitter, TimeSpan? retryAfter) =>
        retryAfter is { } asked ? Bounded(asked) : BackOff(failed, First) * Math.Clamp(jitter, 0, 1);

    /// <summary>Exponential back-off: a wait that doubles with each failure, up to <see cref="LongestBackOff"/>.</summary>
    /// <param name="failed">Which failure in a row it follows, from 1.</param>
    /// <param name="first">The wait after the first.</param>
    public static TimeSpan BackOff(int failed, TimeSpan first)
    {
        var factor = Math.Pow(2, Math.Clamp(failed - 1, 0, 30));
        return first * factor < LongestBackOff ? first * factor : LongestBackOff;
    }

    /// <summary>The wait that the service asks for, at most <see cref="LongestAskedFor"/>.</summary>
    public static TimeSpan Bounded(TimeSpan asked) => asked < LongestAskedFor ? asked : LongestAskedFor;

    /// <summary>Reads x-acs-retry-after, which is in ms (ons-api facts 2.3); null unless it is a whole number above 0.</summary>
    public static TimeSpan? Parse(string? header) =>
        long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms > 0
            ? TimeSpan.FromMilliseconds(Math.Min(ms, (long)LongestAskedFor.TotalMilliseconds))
            : null;
}
