using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace OnsDlq.Sandbox.Tests.Signing;

/// <summary>A call to be signed and sent; every part of it can be set to a wrong value.</summary>
internal sealed record SignedCall
{
    public required Uri Endpoint { get; init; }
    public required string Action { get; init; }
    public required string AccessKeyId { get; init; }
    public required string Secret { get; init; }
    public required string Nonce { get; init; }
    public required DateTimeOffset Time { get; init; }
    public string? Token { get; init; }
    public string Version { get; init; } = "2019-02-14";
    public HttpMethod Method { get; init; } = HttpMethod.Post;
    public string? Format { get; init; } = "JSON";
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>What is added, removed (null) or changed after signing, by parameter (V1) or header (V3).</summary>
    public IReadOnlyDictionary<string, string?> Tampered { get; init; } = new Dictionary<string, string?>();

    private string Timestamp => Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>As the first-generation SDKs send it, in the query string or in a form body.</summary>
    public HttpRequestMessage V1(bool inForm = false)
    {
        var all = new Dictionary<string, string>(Parameters)
        {
            ["Action"] = Action,
            ["Version"] = Version,
            ["AccessKeyId"] = AccessKeyId,
            ["SignatureMethod"] = "HMAC-SHA1",
            ["SignatureVersion"] = "1.0",
            ["SignatureNonce"] = Nonce,
            ["Timestamp"] = Timestamp,
        };
        if (Format is not null) all["Format"] = Format;
        if (Token is not null) all["SecurityToken"] = Token;
        all["Signature"] = V1Signer.Sign(Method.Method, all, Secret);
        Tamper(all);
        return inForm
            ? new HttpRequestMessage(Method, Endpoint) { Content = new FormUrlEncodedContent(all) }
            : new HttpRequestMessage(Method, new Uri(Endpoint, "/?" + V3Signer.Query(all)));
    }

    /// <summary>
    /// As the current SDKs send it with Signature V1: the operation's own parameters in a form, all others
    /// in the query string, and the operation in headers as well.
    /// </summary>
    public HttpRequestMessage V1Mixed()
    {
        var request = V1();
        var all = Decoded(request.RequestUri!.Query);
        request.RequestUri = new Uri(Endpoint, "/?" + V3Signer.Query(all.Where(pair => !Parameters.ContainsKey(pair.Key))));
        request.Content = new FormUrlEncodedContent(Parameters);
        request.Headers.Add("x-acs-action", Action);
        request.Headers.Add("x-acs-version", Version);
        return request;
    }

    /// <summary>As the current SDKs send it: parameters in the query, an empty body.</summary>
    public HttpRequestMessage V3(string? form = null)
    {
        var body = Encoding.UTF8.GetBytes(form ?? "");
        var headers = new Dictionary<string, string>
        {
            ["host"] = Endpoint.Authority,
            ["x-acs-action"] = Action,
            ["x-acs-version"] = Version,
            ["x-acs-date"] = Timestamp,
            ["x-acs-signature-nonce"] = Nonce,
            ["x-acs-content-sha256"] = V3Signer.Hex(SHA256.HashData(body)),
            ["x-acs-credentials-provider"] = "static_ak",
        };
        if (form is not null) headers["content-type"] = "application/x-www-form-urlencoded";
        if (Token is not null)
        {
            headers["x-acs-accesskey-id"] = AccessKeyId;
            headers["x-acs-security-token"] = Token;
        }

        var signature = V3Signer.Sign(V3Signer.HashedRequest(Method.Method, Parameters, headers), Secret);
        headers["authorization"] = $"ACS3-HMAC-SHA256 Credential={AccessKeyId}," +
            $"SignedHeaders={string.Join(";", headers.Keys.Order(StringComparer.Ordinal))},Signature={signature}";
        headers["accept"] = "application/json";
        Tamper(headers);

        var request = new HttpRequestMessage(Method, new Uri(Endpoint, "/?" + V3Signer.Query(Parameters)))
        {
            Content = new ByteArrayContent(body),
        };
        if (headers.Remove("content-type", out var type)) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return request;
    }

    private static IEnumerable<KeyValuePair<string, string>> Decoded(string query) =>
        from part in query.TrimStart('?').Split('&')
        let name = part[..part.IndexOf('=', StringComparison.Ordinal)]
        select KeyValuePair.Create(name, Uri.UnescapeDataString(part[(name.Length + 1)..]));

    private void Tamper(Dictionary<string, string> parts)
    {
        foreach (var (name, value) in Tampered)
        {
            if (value is null) Assert.True(parts.Remove(name));
            else parts[name] = value;
        }
    }
}
