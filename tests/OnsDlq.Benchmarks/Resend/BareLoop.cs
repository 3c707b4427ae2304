using System.Net;
using OnsDlq.Benchmarks.Measuring;
using OnsDlq.Operations;
using OnsDlq.Resend;
using OnsDlq.Signing;
using OnsDlq.Transport;

namespace OnsDlq.Benchmarks.Resend;

/// <summary>
/// The other side: the least that sends signed resends in parallel. Our signer and an <see cref="HttpClient"/> whose handler is set as
/// ours, without tracing, reading of answers, pace, claims, retries or a record.
/// </summary>
internal sealed class BareLoop : IDisposable
{
    private readonly SandboxAddress _sandbox;
    private readonly RandomNonceSource _nonces = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
    });

    public BareLoop(SandboxAddress sandbox) => _sandbox = sandbox;

    /// <summary>Sends messages, so many in flight at once.</summary>
    public async Task RunAsync(IReadOnlyList<MessageReference> messages, int inFlight)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var index && index < messages.Count)
                (await SendAsync(messages[index])).EnsureSuccessStatusCode();
        })));
    }

    /// <summary>Sends one message.</summary>
    public async Task<HttpStatus> SendAsync(MessageReference message)
    {
        var call = ResendCodec.Call(message);
        var unsigned = new UnsignedRequest
        {
            Host = _sandbox.Endpoint.Authority,
            Action = call.Action,
            Version = ServiceCall.Version,
            Query = call.Parameters,
        };
        var signed = SignatureV3.Sign(unsigned, _sandbox.Key, TimeProvider.System.GetUtcNow(), _nonces.Next());
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_sandbox.Endpoint.Scheme}://{_sandbox.Endpoint.Authority}/?{signed.Query}")
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
