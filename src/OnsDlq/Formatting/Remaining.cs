using System.Globalization;

namespace OnsDlq.Formatting;

/// <summary>The time left, short enough for a table column. Used by the module's format views.</summary>
public static class Remaining
{
    /// <summary>The time from now until then, such as <c>2d 04h</c>, <c>3h 07m</c>, <c>12m</c> or <c>expired</c>.</summary>
    public static string Until(DateTimeOffset then) => Between(TimeProvider.System.GetUtcNow(), then);

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
