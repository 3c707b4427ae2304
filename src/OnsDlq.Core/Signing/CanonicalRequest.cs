using System.Security.Cryptography;
using System.Text;

namespace OnsDlq.Signing;

/// <summary>The canonical request of Signature V3 (help.aliyun.com/document_detail/2593177.html), of which only the hash is ever shown.</summary>
internal static class CanonicalRequest
{
    /// <summary>The names of the signed headers, sorted and joined by semicolons.</summary>
    public static string SignedHeaderNames(IReadOnlyDictionary<string, string> headers) =>
        string.Join(';', headers.Keys.Order(StringComparer.Ordinal));

    /// <summary>Lower-case hex SHA-256 of the canonical request.</summary>
    /// <param name="method">The HTTP method, in upper case.</param>
    /// <param name="query">The encoded, sorted query string.</param>
    /// <param name="headers">Every signed header by lower-case name, <c>host</c> included.</param>
    /// <param name="bodyHash">Lower-case hex SHA-256 of the body.</param>
    public static string Hash(string method, string query, IReadOnlyDictionary<string, string> headers, string bodyHash)
    {
        var text = new StringBuilder().Append(method).Append("\n/\n").Append(query).Append('\n');
        foreach (var (name, value) in headers.OrderBy(header => header.Key, StringComparer.Ordinal))
            text.Append(name).Append(':').Append(value.Trim()).Append('\n');
        text.Append('\n').Append(SignedHeaderNames(headers)).Append('\n').Append(bodyHash);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))).ToLowerInvariant();
    }
}
