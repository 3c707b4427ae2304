using System.Globalization;

namespace OnsDlq.Signing;

/// <summary>
/// A query as both signatures sign it and as it is sent: percent-encoded by RFC 3986, which is what <see cref="Uri.EscapeDataString(string)"/>
/// does (UTF-8, upper-case hex, only <c>A-Z a-z 0-9 - _ . ~</c> as they are; an unpaired surrogate becomes U+FFFD).
/// </summary>
internal static class CanonicalQuery
{
    /// <summary>
    /// <c>name=value</c> pairs, encoded, joined by <c>&amp;</c> and sorted by name as both signatures demand: by the ordinal order of
    /// the names before they are encoded.
    /// </summary>
    public static string Of(IEnumerable<KeyValuePair<string, string>> parameters) => string.Join(
        '&',
        parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal).Select(parameter => string.Create(
            CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}")));
}
