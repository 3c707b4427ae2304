using System.Globalization;

namespace OnsDlq.Binding;

/// <summary>Parses times from text that means the same in every culture and calendar.</summary>
internal static class TimeText
{
    // K matches Z, an offset of hours and minutes, or nothing; zz matches an offset of hours only.
    private static readonly string[] Iso =
    [
        "yyyy-MM-dd", "yyyyMMdd",
        .. from separator in new[] { "'T'", "' '" }
           from time in new[] { "HH", "HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF", "HH:mm:ss,FFFFFFF" }
           from offset in new[] { "K", "zz", "' 'K", "' 'zz" }
           select $"yyyy-MM-dd{separator}{time}{offset}",
        .. from time in new[] { "HHmm", "HHmmss", "HHmmss.FFFFFFF" } select $"yyyyMMdd'T'{time}K",
    ];

    // The text of "$date": a DateTime without, a DateTimeOffset with its offset.
    private static readonly string[] Interpolated = ["MM/dd/yyyy HH:mm:ss", "MM/dd/yyyy HH:mm:ss zzz"];

    private static readonly string[] Formats = [.. Iso, .. Interpolated];

    /// <summary>
    /// Parses a time in the form of ISO 8601 or in the form of PowerShell's string interpolation, as local time where it has no offset; null for
    /// any other text.
    /// </summary>
    public static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParseExact(text.Trim().ToUpperInvariant(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time)
            ? time
            : null;

    /// <summary>The moment of a date, as local time where it does not say otherwise.</summary>
    /// <remarks>Converted via UTC, so that a date too close to the end of the range becomes the last possible one, not an error.</remarks>
    public static DateTimeOffset Of(DateTime date) => new DateTimeOffset(date.ToUniversalTime()).ToLocalTime();
}
