namespace OnsDlq.Errors;

/// <summary>Finds the proxy on the way to an address, so that an error can name it, without its user and password.</summary>
internal static class ProxyRoute
{
    /// <summary>The proxy, such as <c>http://proxy.example.com:3128</c>, that a handler uses for an address; null where it uses none.</summary>
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
            // A proxy that cannot be determined now is not named; the call's outcome must not depend on it.
            return null;
        }
    }
}
