using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OnsDlq.Signing;

/// <summary>
/// Signature V3, ACS3-HMAC-SHA256 (help.aliyun.com/document_detail/2593177.html): a pure function of everything it signs. It does not expose the
/// string to sign.
/// </summary>
internal static class SignatureV3
{
    private const string Algorithm = "ACS3-HMAC-SHA256";

    /// <summary>Signs a request. Sign again for every try: a second request with the same nonce is refused as a replay.</summary>
    /// <param name="request">The request to sign.</param>
    /// <param name="key">The key to sign with.</param>
    /// <param name="date">The time of signing; the service accepts it within 15 min of its own clock.</param>
    /// <param name="nonce">A text that no other request with this key has used.</param>
    public static SignedRequest Sign(UnsignedRequest request, AccessKey key, DateTimeOffset date, string nonce)
    {
        var query = CanonicalQuery.Of(request.Query);
        var headers = new Dictionary<string, string>(request.SignedHeaders, StringComparer.Ordinal)
        {
            ["host"] = request.Host,
            ["x-acs-action"] = request.Action,
            ["x-acs-version"] = request.Version,
            ["x-acs-date"] = date.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["x-acs-signature-nonce"] = nonce,
            ["x-acs-content-sha256"] = request.BodyHash,
        };
        if (key.SecurityToken is { Length: > 0 } token)
        {
            // The official SDK sends this header together with the token (darabonba-openapi, Client.DoRequest).
            headers["x-acs-accesskey-id"] = key.Id;
            headers["x-acs-security-token"] = token;
        }

        var stringToSign = Algorithm + "\n" + CanonicalRequest.Hash(request.Method, query, headers, request.BodyHash);
        var signature = Convert.ToHexString(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Secret), Encoding.UTF8.GetBytes(stringToSign))).ToLowerInvariant();

        var names = CanonicalRequest.SignedHeaderNames(headers);
        headers.Remove("host");
        headers["authorization"] = $"{Algorithm} Credential={key.Id},SignedHeaders={names},Signature={signature}";
        return new SignedRequest(query, headers);
    }
}
