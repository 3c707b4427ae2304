using System.Globalization;
using System.Text;

namespace OnsDlq.Signing;

/// <summary>
/// RFC 3986 percent-encoding of UTF-8, with upper-case hex: only <c>A-Z a-z 0-9 - _ . ~</c> stay as they are. Both signatures and the
/// query that is sent use it, so what is signed is what is on the wire.
/// </summary>
internal static class PercentEncoding
{
    private const string Hex = "0123456789ABCDEF";

    /// <summary>Encodes a text; an unpaired surrogate becomes U+FFFD, as UTF-8 has no form for it.</summary>
    public static string Encode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var encoded = new StringBuilder(bytes.Length + 16);
        foreach (var octet in bytes)
            if (IsUnreserved(octet)) encoded.Append((char)octet);
            else encoded.Append('%').Append(Hex[octet >> 4]).Append(Hex[octet & 15]);
        return encoded.ToString();
    }

    /// <summary>
    /// <c>name=value</c> pairs, encoded, joined by <c>&amp;</c> and sorted by name as both signatures demand: by the ordinal order of
    /// the names before they are encoded.
    /// </summary>
    public static string Query(IEnumerable<KeyValuePair<string, string>> parameters) => string.Join(
        '&',
        parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
            .Select(parameter => string.Create(CultureInfo.InvariantCulture, $"{Encode(parameter.Key)}={Encode(parameter.Value)}")));

    private static bool IsUnreserved(byte octet) =>
        octet is (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9')
            or (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~';
}
