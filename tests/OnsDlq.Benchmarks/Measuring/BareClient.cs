using System.Net;
using OnsDlq.Signing;
using OnsDlq.Transport;

namespace OnsDlq.Benchmarks.Measuring;

/// <summary>
/// The other side: the minimum for sending signed calls. It has our signer and an <see cref="HttpClient"/> with our handler's settings, but no
/// tracing, rate limiter, retries, redaction or record of calls.
/// </summary>
internal sealed class BareClient(SandboxAddress sandbox) : IDisposable
{
    private readonly RandomNonceSource _nonces = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
    });

    /// <summary>Makes a call.</summary>
    public async Task<BareAnswer> CallAsync(ServiceCall call)
    {
        var unsigned = new UnsignedRequest
        {
            Host = sandbox.Endpoint.Authority,
            Action = call.Action,
            Version = ServiceCall.Version,
            Query = call.Parameters,
        };
        var signed = SignatureV3.Sign(unsigned, sandbox.Key, TimeProvider.System.GetUtcNow(), _nonces.Next());
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{sandbox.Endpoint.Scheme}://{sandbox.Endpoint.Authority}/?{signed.Query}")
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([]),
        };
        foreach (var (name, value) in signed.Headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _client.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
