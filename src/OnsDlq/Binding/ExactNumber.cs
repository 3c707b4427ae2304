using System.Globalization;
using System.Text.RegularExpressions;

namespace OnsDlq.Binding;

/// <summary>
/// Reads integers from 0 in every form in which JSON and spreadsheets write them, if no digit is lost: 1764000000123.0 and 1.764000000123E+12,
/// but not 1.764E+12, which may have been rounded.
/// </summary>
internal static partial class ExactNumber
{
    // From here on a double cannot represent every integer.
    private const double DoublesAreExactBelow = 1L << 53;

    /// <summary>Reads a text; null where it is not such a number.</summary>
    public static long? Of(string text)
    {
        var parts = Form().Match(text);
        if (!parts.Success) return null;
        var (whole, fraction) = (parts.Groups["whole"].Value, parts.Groups["fraction"].Value);
        var shift = parts.Groups["exponent"].Value is { Length: > 0 } exponent ? int.Parse(exponent, CultureInfo.InvariantCulture) : 0;
        return shift <= fraction.Length && fraction.AsSpan(shift).Trim('0').IsEmpty
            && long.TryParse(string.Concat(whole, fraction.AsSpan(0, shift)), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    /// <summary>Reads a JSON number; null where it is not an integer, or may have been rounded.</summary>
    public static long? Of(double number) =>
        number is >= 0 and < DoublesAreExactBelow && double.IsInteger(number) ? (long)number : null;

    /// <summary>Reads a decimal number; null where it is not an integer.</summary>
    public static long? Of(decimal number) =>
        number is >= 0 and <= long.MaxValue && decimal.IsInteger(number) ? (long)number : null;

    [GeneratedRegex(@"^(?<whole>[0-9]+)(?:\.(?<fraction>[0-9]*))?(?:[eE]\+?(?<exponent>[0-9]{1,2}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
