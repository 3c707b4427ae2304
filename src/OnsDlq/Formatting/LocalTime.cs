using System.Globalization;
using System.Management.Automation;
using OnsDlq.Binding;

namespace OnsDlq.Formatting;

/// <summary>A time for people, in local time and the same in every culture. Used by the module's format views.</summary>
public static class LocalTime
{
    /// <summary>A time to the millisecond; empty where there is none. A text of an object from a file is read, or shown as it is.</summary>
    public static string Of(object? time) => Of(time, "yyyy-MM-dd HH:mm:ss.fff zzz");

    /// <summary>A time in some format; empty where there is none. A text of an object from a file is read, or shown as it is.</summary>
    /// <param name="time">The time.</param>
    /// <param name="format">The format, as .NET defines it.</param>
    public static string Of(object? time, string format) => (time is PSObject wrapped ? wrapped.BaseObject : time) switch
    {
        DateTimeOffset moment => Of(moment, format),
        DateTime date => Of(TimeText.Of(date), format),
        _ when TimeText.Read(time?.ToString() ?? "") is { } read => Of(read, format),
        _ => Printable.Of(time),
    };

    private static string Of(DateTimeOffset time, string format) => time.ToLocalTime().ToString(format, CultureInfo.InvariantCulture);
}
