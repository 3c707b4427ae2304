using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace OnsDlq.Realms;

/// <summary>What the journal calls a service: one name for all its addresses, so that one message has one key.</summary>
internal static partial class Realm
{
    // What every spelling of this machine is called, whatever the region: nobody can tell what listens here from its address.
    private const string ThisMachine = "127.0.0.1";

    /// <summary>
    /// The region, for the public and the VPC host that the endpoint rules give it (ons-api facts 3), however written; host:port for
    /// any other address, so that a rehearsal never mixes with production, unless somebody says which region it is. A host that belongs
    /// to a region is that region's whatever the connection calls it, and a region that a later release learns keeps its name. Loopback is
    /// one host, however written, and never a region.
    /// </summary>
    /// <param name="endpoint">The address that is called.</param>
    /// <param name="regionId">The region that the address is the rule's for, or that a person named beside it; null for none.</param>
    public static string Of(Uri endpoint, string? regionId = null)
    {
        var host = HostOf(endpoint);
        if (host != ThisMachine)
        {
            if (regionId is not null || (endpoint.Scheme == Uri.UriSchemeHttps && endpoint.Port == 443))
            {
                if (RegionHost().Match(host) is { Success: true } match) return match.Groups[1].Value;

                // Of the public regions, only this one is called at the central host.
                if (host == Regions.CentralHost && regionId is null) return "cn-beijing-finance-1";
            }

            if (regionId is not null) return regionId.ToLowerInvariant();
        }

        return string.Create(CultureInfo.InvariantCulture, $"{host}:{endpoint.Port}");
    }

    /// <summary>
    /// Whether what a journal has under one name is of a service that has another today: another spelling of its address, or, for a region,
    /// an address outside this machine that nobody had named as one. What has the same instance, group and message ID there is the same
    /// message, since an instance belongs to one account and one region.
    /// </summary>
    /// <param name="realm">The service, as it is named today.</param>
    /// <param name="recorded">A name in a journal.</param>
    public static bool Covers(string realm, string recorded)
    {
        if (realm == recorded) return true;
        if (!IsAddress(recorded) || !Uri.TryCreate("https://" + recorded, UriKind.Absolute, out var address)) return false;
        var today = Of(address);
        return today == realm || (!IsAddress(realm) && IsAddress(today) && HostOf(address) != ThisMachine);
    }

    /// <summary>What a person should know of an address that is no region to the journal; null where there is nothing to say.</summary>
    public static string? Notice(string realm) => !IsAddress(realm) || realm.StartsWith(ThisMachine + ":", StringComparison.Ordinal)
        ? null
        : $"To the journal {realm} is a service of its own, because nothing says which region it is: what was resent over another address of "
            + "the same service is not known here, nor what is resent here known there. Add -RegionId beside the endpoint.";

    // A region's name has no port.
    private static bool IsAddress(string realm) => realm.Contains(':', StringComparison.Ordinal);

    private static string HostOf(Uri endpoint)
    {
        var host = endpoint.IdnHost.TrimEnd('.').ToLowerInvariant();
        if (host == "localhost") return ThisMachine;
        if (!IPAddress.TryParse(host, out var address)) return host;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();

        // A call to "any address" arrives at this machine, too.
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) return ThisMachine;
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
    }

    [GeneratedRegex(@"^ons(?:-vpc)?\.([a-z0-9-]+)\.aliyuncs\.com$", RegexOptions.CultureInvariant)]
    private static partial Regex RegionHost();
}
