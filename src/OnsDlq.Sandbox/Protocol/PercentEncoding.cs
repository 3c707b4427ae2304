using System.Text;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>Percent-encoding by RFC 3986, as signatures require it, and the decoding of query strings and forms.</summary>
internal static class PercentEncoding
{
    private const string Hex = "0123456789ABCDEF";

    /// <summary>Encodes everything except letters, digits and <c>- _ . ~</c>, as UTF-8 with upper-case hex.</summary>
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~') encoded.Append((char)b);
            else encoded.Append('%').Append(Hex[b >> 4]).Append(Hex[b & 15]);
        }

        return encoded.ToString();
    }

    /// <summary>Joins the pairs as <c>name=value</c>, both encoded, sorted ordinally by name and then by value.</summary>
    public static string Canonical(IEnumerable<KeyValuePair<string, string>> pairs) => string.Join('&', pairs
        .OrderBy(pair => pair.Key, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => Encode(pair.Key) + "=" + Encode(pair.Value)));

    /// <summary>Reads <c>a=1&amp;b=2</c>; a plus is a space, as in form encoding.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(string text)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var part in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            pairs.Add(equals < 0
                ? KeyValuePair.Create(Decode(part), "")
                : KeyValuePair.Create(Decode(part[..equals]), Decode(part[(equals + 1)..])));
        }

        return pairs;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
