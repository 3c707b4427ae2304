using System.Globalization;

namespace OnsDlq.Report;

/// <summary>Numbers and times of a report as text, the same in every culture and time zone.</summary>
internal static class ReportText
{
    /// <summary>A number, such as <c>10,000</c>.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with its noun, such as <c>1 message</c> or <c>2 messages</c>.</summary>
    public static string Count(long number, string one, string? several = null) => $"{Number(number)} {(number == 1 ? one : several ?? one + "s")}";

    /// <summary>A share, such as <c>95.1 %</c>; one that is neither none nor all is never shown as such.</summary>
    public static string Share(long part, long whole)
    {
        if (whole == 0) return "";
        var percent = 100.0 * part / whole;
        return part > 0 && percent < 0.1 ? "< 0.1 %"
            : part < whole && percent > 99.9 ? "> 99.9 %"
            : string.Create(CultureInfo.InvariantCulture, $"{percent:0.0} %");
    }

    /// <summary>A time to the second, such as <c>2026-11-23 08:00:00</c>, in UTC.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A time for programs, in UTC.</summary>
    public static string Machine(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A length of time that the parts of a time line have, such as <c>5 min</c>.</summary>
    public static string Length(TimeSpan length) => length switch
    {
        { TotalDays: >= 1 } => Count((long)length.TotalDays, "day"),
        { TotalHours: >= 1 } => $"{Number((long)length.TotalHours)} h",
        { TotalMinutes: >= 1 } => $"{Number((long)length.TotalMinutes)} min",
        _ => $"{Number((long)length.TotalSeconds)} s",
    };

    /// <summary>The time that is left, such as <c>in 3 h 07 min</c>.</summary>
    public static string Left(TimeSpan left) => left <= TimeSpan.Zero ? "expired" : left.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"in {(int)left.TotalHours} h {left.Minutes:00} min")
        : string.Create(CultureInfo.InvariantCulture, $"in {(int)Math.Ceiling(left.TotalMinutes)} min");
}
