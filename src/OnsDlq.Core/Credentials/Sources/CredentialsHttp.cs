using System.Buffers;
using System.Net.Sockets;
using System.Text;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials.Sources;

/// <summary>
/// The restricted HTTP client for keys: no redirects, cookies or handler credentials, a limit on size and time, and a new connection for each
/// request, since requests are an hour apart. The HTTP stack may repeat a request without content by itself, so signed requests have content,
/// even if it is empty; the others are idempotent.
/// </summary>
internal sealed class CredentialsHttp : IDisposable
{
    /// <summary>STS tokens have no documented length limit; real ones are far below a quarter of a MiB.</summary>
    private const int LongestAnswer = 256 * 1024;

    /// <summary>Connect 5 s and read 10 s, as in the official libraries.</summary>
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(15);

    private readonly HttpMessageHandler _proxiedBy;
    private readonly HttpMessageInvoker _direct;
    private readonly HttpMessageInvoker _proxied;
    private readonly TimeProvider _clock;

    /// <summary>The client with the real handlers.</summary>
    public CredentialsHttp(TimeProvider clock) : this(Handler(useProxy: false), Handler(useProxy: true), clock)
    {
    }

    /// <summary>A client with given handlers, for tests.</summary>
    public CredentialsHttp(HttpMessageHandler direct, HttpMessageHandler proxied, TimeProvider clock)
    {
        _direct = new HttpMessageInvoker(direct);
        _proxied = new HttpMessageInvoker(proxied);
        _proxiedBy = proxied;
        _clock = clock;
    }

    /// <summary>Sends a request and reads the whole answer; an error of the transport is reported in the answer, not thrown.</summary>
    /// <param name="request">What to send; disposed of here.</param>
    /// <param name="throughProxy">Whether to use the system's proxy. Never for metadata: the keys of this machine must not leave it.</param>
    /// <param name="patience">The time-out; 15 s by default.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<CredentialsHttpAnswer> SendAsync(
        HttpRequestMessage request, bool throughProxy, TimeSpan? patience, CancellationToken cancellationToken)
    {
        using var ownedRequest = request;
        request.Headers.ConnectionClose = true;
        request.Headers.TryAddWithoutValidation("user-agent", UserAgent.Value);
        string? Proxy() => throughProxy ? ProxyRoute.Of(_proxiedBy, ownedRequest.RequestUri!) : null;
        using var time = new CancellationTokenSource(patience ?? DefaultPatience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            using var response = await (throughProxy ? _proxied : _direct).SendAsync(request, either.Token).ConfigureAwait(false);
            return await ReadAsync(response, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            return new CredentialsHttpAnswer(0, "", "no answer came in time" + Through(Proxy()), late) { TimedOut = true };
        }
        catch (HttpRequestException failure)
        {
            return new CredentialsHttpAnswer(0, "", Words(failure, Proxy()), failure);
        }
        catch (IOException failure)
        {
            return new CredentialsHttpAnswer(0, "", "the connection was lost" + Through(Proxy()), failure);
        }
        catch (NotSupportedException failure)
        {
            return new CredentialsHttpAnswer(0, "", "the proxy that the environment names is of a kind that is not supported", failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _direct.Dispose();
        _proxied.Dispose();
    }

    private static async Task<CredentialsHttpAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(LongestAnswer + 1);
        try
        {
            var length = await stream.ReadAtLeastAsync(
                buffer.AsMemory(0, LongestAnswer + 1), LongestAnswer + 1, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return length > LongestAnswer
                ? new CredentialsHttpAnswer(0, "", $"its answer is longer than {LongestAnswer / 1024} KiB")
                : new CredentialsHttpAnswer((int)response.StatusCode, Encoding.UTF8.GetString(buffer, 0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <param name="failure">The exception.</param>
    /// <param name="proxy">The proxy, to which the connection is then made; null where there is none.</param>
    private static string Words(HttpRequestException failure, string? proxy) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => proxy is null ? "its host name is not known" : $"the host name of the proxy {proxy} is not known",
        HttpRequestError.SecureConnectionError => "no secure connection could be made" + Through(proxy),
        HttpRequestError.ProxyTunnelError => $"the proxy {proxy} refused",
        HttpRequestError.ConnectionError =>
            $"no connection{(proxy is null ? "" : $" to the proxy {proxy}")} could be made"
            + (failure.InnerException is SocketException socket ? $" ({socket.SocketErrorCode})" : ""),
        _ => "the connection was lost" + Through(proxy),
    };

    private static string Through(string? proxy) => proxy is null ? "" : $" through the proxy {proxy}";

    private static SocketsHttpHandler Handler(bool useProxy) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = useProxy,
        ConnectTimeout = ConnectTime,
        PooledConnectionLifetime = TimeSpan.Zero,
    };
}
