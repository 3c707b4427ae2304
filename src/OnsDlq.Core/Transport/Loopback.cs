using System.Net;

namespace OnsDlq.Transport;

/// <summary>Which addresses stay on this machine.</summary>
internal static class Loopback
{
    /// <summary>
    /// Whether a host is <c>localhost</c> or a loopback IP address. Other names are not, whatever they resolve to: a name server could
    /// send them elsewhere.
    /// </summary>
    public static bool Is(Uri address)
    {
        var host = address.IdnHost.TrimEnd('.');
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        return IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip);
    }
}
