using System.Globalization;

namespace OnsDlq.Signing;

/// <summary>
/// The canonical query, which both signatures sign and which is sent: percent-encoded by RFC 3986, as <see cref="Uri.EscapeDataString(string)"/>
/// does it (UTF-8, upper-case hex, only <c>A-Z a-z 0-9 - _ . ~</c> unchanged; a lone surrogate becomes U+FFFD).
/// </summary>
internal static class CanonicalQuery
{
    /// <summary>
    /// <c>name=value</c> pairs, encoded, joined by <c>&amp;</c> and sorted by name as both signatures require: in ordinal order, before
    /// encoding.
    /// </summary>
    public static string Of(IEnumerable<KeyValuePair<string, string>> parameters) => string.Join(
        '&',
        parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal).Select(parameter => string.Create(
            CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}")));
}
