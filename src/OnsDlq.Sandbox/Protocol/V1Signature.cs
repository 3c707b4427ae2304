using System.Security.Cryptography;
using System.Text;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>Signature V1 (RPC, HMAC-SHA1): everything is in the query string or the form body.</summary>
internal static class V1Signature
{
    /// <summary>Reads the claim.</summary>
    /// <exception cref="OperationError">A part is missing, or the signature's method or version is not supported.</exception>
    public static SignatureClaim Read(ApiRequest request)
    {
        string Needed(string name) => request.Parameter(name) ?? throw GatewayErrors.Missing(name);

        var key = Needed("AccessKeyId");
        var signature = Needed("Signature");
        if (Needed("SignatureMethod") != "HMAC-SHA1") throw GatewayErrors.WrongSignatureMethod();
        if (Needed("SignatureVersion") != "1.0") throw GatewayErrors.WrongSignatureVersion();
        var nonce = Needed("SignatureNonce");
        var timestamp = request.Parameter("TimeStamp") ?? Needed("Timestamp");
        var text = StringToSign(request.Method, request.Query.Concat(request.Form));
        return new SignatureClaim(key, request.Parameter("SecurityToken"), timestamp, nonce, signature, text,
            "Specified signature is not matched with our calculation. server string to sign is:" + text, secret => Compute(secret, text));
    }

    /// <summary>The string to sign: all parameters except the signature itself, from query and form.</summary>
    public static string StringToSign(string method, IEnumerable<KeyValuePair<string, string>> parameters) =>
        method + "&%2F&" + PercentEncoding.Encode(PercentEncoding.Canonical(parameters.Where(pair => pair.Key != "Signature")));

    /// <summary>The signature: Base64 of HMAC-SHA1 with the secret and an ampersand as the key.</summary>
    public static string Compute(string secret, string stringToSign) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret + "&"), Encoding.UTF8.GetBytes(stringToSign)));
}
