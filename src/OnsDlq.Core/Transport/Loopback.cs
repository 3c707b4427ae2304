using System.Net;

namespace OnsDlq.Transport;

/// <summary>Recognizes loopback addresses.</summary>
internal static class Loopback
{
    /// <summary>
    /// Whether a host is <c>localhost</c> or a loopback IP address. Other names are not, whatever they resolve to: a DNS server could point them
    /// elsewhere.
    /// </summary>
    public static bool Is(Uri address)
    {
        var host = address.IdnHost.TrimEnd('.');
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        return IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip);
    }
}
