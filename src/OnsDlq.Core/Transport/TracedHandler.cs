using System.Net;
using System.Net.Security;

namespace OnsDlq.Transport;

/// <summary>Builds the one HTTP handler of a connection: it follows, stores and repeats nothing.</summary>
internal static class TracedHandler
{
    // A connection that idles longer than the far end allows is closed under a request, and a resend's outcome is then unknown.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(20);

    // Names are resolved anew now and then.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    // A connection that is not made by then is not worth waiting for: another is proven safe to try.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Builds the handler.</summary>
    /// <param name="endpoint">What is called: a loopback address is never called through a proxy, any other through the system's.</param>
    /// <param name="serverCertificate">Judges the server's certificate in place of the system; null to let the system.</param>
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
                    ? context.PlaintextStream // the talk with the proxy, which opens the way for the traced connection
                    : new TracedStream(context.PlaintextStream)),
        };
        if (serverCertificate is not null) handler.SslOptions.RemoteCertificateValidationCallback = serverCertificate;
        return handler;
    }
}
