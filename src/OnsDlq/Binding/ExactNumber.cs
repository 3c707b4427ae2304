using System.Globalization;
using System.Text.RegularExpressions;

namespace OnsDlq.Binding;

/// <summary>
/// Takes whole numbers from 0 on in every form that JSON and spreadsheets give them, where no digit is lost: 1764000000123.0 and
/// 1.764000000123E+12, but not 1.764E+12, which may have been rounded.
/// </summary>
internal static partial class ExactNumber
{
    // From here on neighbours become one number.
    private const double DoublesAreExactBelow = 1L << 53;

    /// <summary>Reads a text; null where it is no such number.</summary>
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

    /// <summary>Takes a number as JSON gives it; null where it is not whole or may have been rounded.</summary>
    public static long? Of(double number) =>
        number is >= 0 and < DoublesAreExactBelow && double.IsInteger(number) ? (long)number : null;

    /// <summary>Takes a decimal number; null where it is not whole.</summary>
    public static long? Of(decimal number) =>
        number is >= 0 and <= long.MaxValue && decimal.IsInteger(number) ? (long)number : null;

    [GeneratedRegex(@"^(?<whole>[0-9]+)(?:\.(?<fraction>[0-9]*))?(?:[eE]\+?(?<exponent>[0-9]{1,2}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
