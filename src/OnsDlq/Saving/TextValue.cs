using System.Globalization;
using System.Management.Automation;

namespace OnsDlq.Saving;

/// <summary>A date or bytes with a text of its own.</summary>
/// <remarks>
/// Export-Csv and ConvertTo-Csv take the text of a value, which for a date is that of the session's culture, without ms, and for bytes the name
/// of their type. PowerShell uses this text there, and where it shows a property without a view; everywhere else it takes the value inside, which
/// sorts, compares, is formatted and bound like any date or any bytes.
/// </remarks>
internal sealed class TextValue : PSObject
{
    private TextValue(object value) : base(value)
    {
    }

    public static TextValue Of(DateTimeOffset time) => new(time.LocalDateTime);

    public static TextValue Of(byte[] bytes) => new(bytes);

    /// <summary>A date in UTC as in ISO 8601, with as many digits of the second as a date has; bytes in Base64.</summary>
    public override string ToString() => BaseObject switch
    {
        DateTime date => date.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        _ => base.ToString(),
    };
}
