using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OnsDlq.Signing;

/// <summary>
/// Signature V1, HMAC-SHA1 over RPC parameters: only for AssumeRole. The official credentials libraries sign that call with it, and a release of
/// the official STS client requires it (<c>_signatureAlgorithm = "v2"</c>, which is this one); whether STS accepts V3 there is not known.
/// </summary>
internal static class SignatureV1
{
    /// <summary>Signs parameters and gives the whole query string, encoded and signed, without its question mark.</summary>
    /// <param name="method">The HTTP method, in upper case.</param>
    /// <param name="parameters">The operation's parameters, Action, Version and Format included.</param>
    /// <param name="key">The key to sign with.</param>
    /// <param name="date">The time of signing.</param>
    /// <param name="nonce">A text that no other request with this key has used.</param>
    public static string Sign(
        string method, IReadOnlyDictionary<string, string> parameters, AccessKey key, DateTimeOffset date, string nonce)
    {
        var signed = new Dictionary<string, string>(parameters, StringComparer.Ordinal)
        {
            ["AccessKeyId"] = key.Id,
            ["SignatureMethod"] = "HMAC-SHA1",
            ["SignatureVersion"] = "1.0",
            ["SignatureNonce"] = nonce,
            ["Timestamp"] = date.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        if (key.SecurityToken is { Length: > 0 } token) signed["SecurityToken"] = token;

        var query = CanonicalQuery.Of(signed);
        var stringToSign = $"{method}&%2F&{Uri.EscapeDataString(query)}";
        var signature = Convert.ToBase64String(
            HMACSHA1.HashData(Encoding.UTF8.GetBytes(key.Secret + "&"), Encoding.UTF8.GetBytes(stringToSign)));
        return $"{query}&Signature={Uri.EscapeDataString(signature)}";
    }
}
