using System.Security.Cryptography;
using System.Text;

namespace OnsDlq.Sandbox.Tests.Signing;

/// <summary>Signs with Signature V3, with code that the sandbox does not share.</summary>
internal static class V3Signer
{
    public static string Query(IEnumerable<KeyValuePair<string, string>> parameters) => string.Join("&",
        parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));

    public static string HashedRequest(
        string method, IEnumerable<KeyValuePair<string, string>> query, IReadOnlyDictionary<string, string> headers)
    {
        var names = headers.Keys.Order(StringComparer.Ordinal).ToList();
        var lines = string.Concat(names.Select(name => $"{name}:{headers[name]}\n"));
        return Hex(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{method}\n/\n{Query(query)}\n{lines}\n{string.Join(";", names)}\n{headers["x-acs-content-sha256"]}")));
    }

    public static string Sign(string hashedRequest, string secret) => Hex(HMACSHA256.HashData(
        Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes("ACS3-HMAC-SHA256\n" + hashedRequest)));

    public static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
