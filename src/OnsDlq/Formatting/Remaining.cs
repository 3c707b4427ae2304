using System.Globalization;

namespace OnsDlq.Formatting;

/// <summary>The time left, short enough for a table column. Used by the module's format views.</summary>
public static class Remaining
{
    /// <summary>The time from now until then, such as <c>2d 04h</c>, <c>3h 07m</c>, <c>12m</c> or <c>expired</c>.</summary>
    public static string Until(DateTimeOffset then) => Between(TimeProvider.System.GetUtcNow(), then);

    /// <summary>A length of time in words, such as <c>45 s</c>, <c>17 min</c> or <c>2 h 47 min</c>; rounded up.</summary>
    internal static string Words(TimeSpan length)
    {
        if (length.TotalSeconds <= 90) return string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(length.TotalSeconds):0} s");
        var minutes = Math.Ceiling(length.TotalMinutes);
        return minutes < 90
            ? string.Create(CultureInfo.InvariantCulture, $"{minutes:0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(minutes / 60):0} h {minutes % 60:00} min");
    }

    /// <summary>The time between two instants in the same form.</summary>
    internal static string Between(DateTimeOffset now, DateTimeOffset then)
    {
        var left = then - now;
        if (left <= TimeSpan.Zero) return "expired";
        if (left.TotalDays >= 1) return string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalDays}d {left.Hours:00}h");
        if (left.TotalHours >= 1) return string.Create(CultureInfo.InvariantCulture, $"{left.Hours}h {left.Minutes:00}m");
        return string.Create(CultureInfo.InvariantCulture, $"{(int)Math.Ceiling(left.TotalMinutes)}m");
    }
}
