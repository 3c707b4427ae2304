namespace OnsDlq.Errors;

/// <summary>Tells which proxy stands between, so that a failure can name it: without its user and password.</summary>
internal static class ProxyRoute
{
    /// <summary>The proxy, such as <c>http://proxy.example.com:3128</c>, that a handler takes to an address; null where it takes none.</summary>
    public static string? Of(HttpMessageHandler handler, Uri address)
    {
        if (handler is not SocketsHttpHandler { UseProxy: true } sockets) return null;
        try
        {
            var proxy = sockets.Proxy ?? HttpClient.DefaultProxy;
            if (proxy.IsBypassed(address) || proxy.GetProxy(address) is not { } between || between == address) return null;
            return between.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        }
        catch (Exception)
        {
            // A proxy that cannot be asked now goes unnamed; what became of the call must not depend on it.
            return null;
        }
    }
}
