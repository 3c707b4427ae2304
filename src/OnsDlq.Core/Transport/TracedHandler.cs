using System.Net;
using System.Net.Security;

namespace OnsDlq.Transport;

/// <summary>Builds the HTTP handler of a connection: without redirects, cookies or repeats.</summary>
internal static class TracedHandler
{
    // If a pooled connection is idle for longer than the server allows, the server may close it during a request, and a resend's outcome is then
    // unknown.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(20);

    // A new connection resolves the host name again, so DNS changes are followed.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    // After this time it is better to try another connection: nothing was sent yet, so that is safe.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Builds the handler.</summary>
    /// <param name="endpoint">The address that is called: a loopback address is called without a proxy, any other through the system's.</param>
    /// <param name="serverCertificate">Validates the server's certificate; null for the system's validation.</param>
    /// <param name="proxy">The proxy in place of the system's; null for the system's.</param>
    public static SocketsHttpHandler Create(
        Uri endpoint, RemoteCertificateValidationCallback? serverCertificate = null, IWebProxy? proxy = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Credentials = null,
            DefaultProxyCredentials = null,
            PreAuthenticate = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            UseProxy = proxy is not null || !Loopback.Is(endpoint),
            Proxy = proxy,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionIdleTimeout = IdleTimeout,
            PooledConnectionLifetime = Lifetime,
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult(
                context.InitialRequestMessage.Method == HttpMethod.Connect
                    ? context.PlaintextStream // the CONNECT request to the proxy, through which the traced connection then runs
                    : new TracedStream(context.PlaintextStream)),
        };
        if (serverCertificate is not null) handler.SslOptions.RemoteCertificateValidationCallback = serverCertificate;
        return handler;
    }
}
