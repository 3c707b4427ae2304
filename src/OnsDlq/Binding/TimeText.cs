using System.Globalization;

namespace OnsDlq.Binding;

/// <summary>Reads times from text that means the same in every culture, whatever its calendar.</summary>
internal static class TimeText
{
    // K takes Z, an offset of hours and minutes, or nothing; zz takes one of hours alone.
    private static readonly string[] Iso =
    [
        "yyyy-MM-dd", "yyyyMMdd",
        .. from separator in new[] { "'T'", "' '" }
           from time in new[] { "HH", "HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF", "HH:mm:ss,FFFFFFF" }
           from offset in new[] { "K", "zz", "' 'K", "' 'zz" }
           select $"yyyy-MM-dd{separator}{time}{offset}",
        .. from time in new[] { "HHmm", "HHmmss", "HHmmss.FFFFFFF" } select $"yyyyMMdd'T'{time}K",
    ];

    // What "$date" gives: of a DateTime without, of a DateTimeOffset with its offset.
    private static readonly string[] Interpolated = ["MM/dd/yyyy HH:mm:ss", "MM/dd/yyyy HH:mm:ss zzz"];

    private static readonly string[] Formats = [.. Iso, .. Interpolated];

    /// <summary>
    /// Reads a time in the form of ISO 8601 or in the one that PowerShell gives a date inside a text, local where it has no offset; null
    /// for every other text.
    /// </summary>
    public static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParseExact(text.Trim().ToUpperInvariant(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time)
            ? time
            : null;

    /// <summary>The moment that a date means, local where it does not say otherwise.</summary>
    /// <remarks>By way of UTC, which makes of a date that is too close to the end of all times the last one instead of an error.</remarks>
    public static DateTimeOffset Of(DateTime date) => new DateTimeOffset(date.ToUniversalTime()).ToLocalTime();
}
