using System.Security.Cryptography;
using System.Text;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>The third manner of signing (ACS3-HMAC-SHA256): what belongs to the call itself stands in x-acs-* headers.</summary>
internal static class V3Signature
{
    private const string Algorithm = "ACS3-HMAC-SHA256";

    /// <summary>Reads the claim. The body is hashed here; where x-acs-content-sha256 says otherwise, no signature can be right.</summary>
    /// <exception cref="OperationError">A part is missing, or a header that must be signed is not.</exception>
    public static SignatureClaim Read(ApiRequest request)
    {
        var authorization = V3Authorization.Parse(request.Header("authorization") ?? "");
        var timestamp = request.Header("x-acs-date") ?? throw GatewayErrors.Missing("Timestamp");
        var nonce = request.Header("x-acs-signature-nonce") ?? throw GatewayErrors.Missing("SignatureNonce");
        var hashSent = request.Header("x-acs-content-sha256")
            ?? throw GatewayErrors.IncompleteSignature("x-acs-content-sha256 is missing.");
        RequireSigned(request, authorization.SignedHeaders);

        var hash = Hash(request.Body);
        var canonical = CanonicalRequest(request, authorization.SignedHeaders, hash);
        var text = StringToSign(canonical);
        var signature = hashSent == hash ? authorization.Signature : "";
        return new SignatureClaim(authorization.AccessKeyId, request.Header("x-acs-security-token"), timestamp, nonce,
            signature, text, Mismatch(text, canonical), secret => Compute(secret, text));
    }

    /// <summary>The call in canonical form.</summary>
    public static string CanonicalRequest(ApiRequest request, IReadOnlyList<string> signedHeaders, string bodyHash)
    {
        var headers = string.Concat(signedHeaders.Order(StringComparer.Ordinal)
            .Select(name => name + ":" + request.Headers.GetValueOrDefault(name, "") + "\n"));
        return string.Join('\n', request.Method, "/", PercentEncoding.Canonical(request.Query), headers,
            string.Join(';', signedHeaders), bodyHash);
    }

    /// <summary>The string that is signed.</summary>
    public static string StringToSign(string canonicalRequest) => Algorithm + "\n" + Hash(Encoding.UTF8.GetBytes(canonicalRequest));

    /// <summary>The signature: lower-case hex of HMAC-SHA256 under the secret.</summary>
    public static string Compute(string secret, string stringToSign) => Convert.ToHexString(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(stringToSign))).ToLowerInvariant();

    /// <summary>Lower-case hex of SHA-256.</summary>
    public static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();

    // The third manner has words of its own, and with the canonical request it echoes the security token.
    private static string Mismatch(string text, string canonical) =>
        $"Specified signature does not match our calculation. server string to sign is:{text} server canonical request is:{canonical}";

    // What is not signed could be changed on the way; a client that forgets a header here would be found out by the service too.
    private static void RequireSigned(ApiRequest request, IReadOnlyList<string> signedHeaders)
    {
        foreach (var name in request.Headers.Keys.Where(name => name is "host" or "content-type" || name.StartsWith("x-acs-", StringComparison.Ordinal)))
            if (!signedHeaders.Contains(name)) throw GatewayErrors.IncompleteSignature(name + " must be among SignedHeaders.");
    }
}
