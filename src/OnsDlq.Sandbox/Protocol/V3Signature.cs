using System.Security.Cryptography;
using System.Text;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>Signature V3 (ACS3-HMAC-SHA256): the data of the call itself is in x-acs-* headers.</summary>
internal static class V3Signature
{
    private const string Algorithm = "ACS3-HMAC-SHA256";

    /// <summary>Reads the claim. The body is hashed here; if x-acs-content-sha256 differs, no signature can be valid.</summary>
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

    public static string CanonicalRequest(ApiRequest request, IReadOnlyList<string> signedHeaders, string bodyHash)
    {
        var headers = string.Concat(signedHeaders.Order(StringComparer.Ordinal)
            .Select(name => name + ":" + request.Headers.GetValueOrDefault(name, "") + "\n"));
        return string.Join('\n', request.Method, "/", PercentEncoding.Canonical(request.Query), headers,
            string.Join(';', signedHeaders), bodyHash);
    }

    public static string StringToSign(string canonicalRequest) => Algorithm + "\n" + Hash(Encoding.UTF8.GetBytes(canonicalRequest));

    /// <summary>The signature: lower-case hex of HMAC-SHA256 with the secret as the key.</summary>
    public static string Compute(string secret, string stringToSign) => Convert.ToHexString(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(stringToSign))).ToLowerInvariant();

    /// <summary>Lower-case hex of SHA-256.</summary>
    public static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();

    // V3 has a message of its own, which also echoes the canonical request, with the security token.
    private static string Mismatch(string text, string canonical) =>
        $"Specified signature does not match our calculation. server string to sign is:{text} server canonical request is:{canonical}";

    // A header that is not signed could be changed on the way; the real service would also refuse a call without it.
    private static void RequireSigned(ApiRequest request, IReadOnlyList<string> signedHeaders)
    {
        foreach (var name in request.Headers.Keys.Where(name => name is "host" or "content-type" || name.StartsWith("x-acs-", StringComparison.Ordinal)))
            if (!signedHeaders.Contains(name)) throw GatewayErrors.IncompleteSignature(name + " must be among SignedHeaders.");
    }
}
