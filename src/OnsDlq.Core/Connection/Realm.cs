using System.Globalization;
using System.Text.RegularExpressions;

namespace OnsDlq.Connection;

/// <summary>What the journal calls a service: one name for all its addresses, so that one message has one key.</summary>
internal static partial class Realm
{
    /// <summary>
    /// The region, for the public and the VPC host that the endpoint rules give it (ons-api facts 3), however written; host:port for
    /// any other address, so that a rehearsal never mixes with production. The region is read from the host alone: a host that belongs
    /// to a region is that region's whatever the connection calls it, and a region that a later release learns keeps its name.
    /// </summary>
    public static string Of(Uri endpoint)
    {
        var host = endpoint.IdnHost.TrimEnd('.').ToLowerInvariant();
        if (endpoint.Scheme == Uri.UriSchemeHttps && endpoint.Port == 443)
        {
            // Of the public regions, only this one is called at the central host.
            if (host == Regions.CentralHost) return "cn-beijing-finance-1";
            if (RegionHost().Match(host) is { Success: true } match) return match.Groups[1].Value;
        }

        var name = endpoint.HostNameType == UriHostNameType.IPv6 ? $"[{host}]" : host;
        return string.Create(CultureInfo.InvariantCulture, $"{name}:{endpoint.Port}");
    }

    [GeneratedRegex(@"^ons(?:-vpc)?\.([a-z0-9-]+)\.aliyuncs\.com$", RegexOptions.CultureInvariant)]
    private static partial Regex RegionHost();
}
