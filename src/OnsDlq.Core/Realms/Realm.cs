using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace OnsDlq.Realms;

/// <summary>The name of a service in the journal: one for all its addresses, so that a message has one key.</summary>
internal static partial class Realm
{
    // The name for every spelling of this machine, whatever the region: an address alone does not show which service listens here.
    private const string ThisMachine = "127.0.0.1";

    /// <summary>
    /// For a region's public and VPC hosts by the endpoint rules (ons-api facts 3), in any spelling: the region, whatever region the connection
    /// names. For any other address: the region that the user names for it, else host:port, so that a rehearsal never mixes with production. A
    /// region that only a later release knows keeps its name. Loopback addresses are one host in any spelling, and never a region.
    /// </summary>
    /// <param name="endpoint">The address that is called.</param>
    /// <param name="regionId">
    /// The region whose address this is by the rule, or that a person named together with the address; null for none.
    /// </param>
    public static string Of(Uri endpoint, string? regionId = null)
    {
        var host = HostOf(endpoint);
        if (host != ThisMachine)
        {
            if (regionId is not null || (endpoint.Scheme == Uri.UriSchemeHttps && endpoint.Port == 443))
            {
                if (RegionHost().Match(host) is { Success: true } match) return match.Groups[1].Value;

                // The only public region whose host is the central host.
                if (host == Regions.CentralHost && regionId is null) return "cn-beijing-finance-1";
            }

            if (regionId is not null) return regionId.ToLowerInvariant();
        }

        return string.Create(CultureInfo.InvariantCulture, $"{host}:{endpoint.Port}");
    }

    /// <summary>
    /// Whether a name recorded in a journal may mean the service that is named differently today: it is another spelling of its address, or, for
    /// a region, an address outside this machine that was not named as a region then. A record with the same instance, group and message ID is
    /// then of the same message, since an instance belongs to one account and one region.
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

    /// <summary>Whether the service is on this machine, as a sandbox is; its clock is then that of this machine.</summary>
    public static bool IsHere(string realm) => realm.StartsWith(ThisMachine + ":", StringComparison.Ordinal);

    /// <summary>A notice for the user on an address that the journal does not know as a region; null for none.</summary>
    public static string? Notice(string realm) => !IsAddress(realm) || IsHere(realm)
        ? null
        : $"To the journal {realm} is a service of its own, because nothing says which region it is: what was resent over another address of "
            + "the same service is not known here, nor what is resent here known there. Add -RegionId beside the endpoint.";

    /// <summary>Whether a name is that of an address, and not of a region: only an address has a port.</summary>
    public static bool IsAddress(string realm) => realm.Contains(':', StringComparison.Ordinal);

    private static string HostOf(Uri endpoint)
    {
        var host = endpoint.IdnHost.TrimEnd('.').ToLowerInvariant();
        if (host == "localhost") return ThisMachine;
        if (!IPAddress.TryParse(host, out var address)) return host;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();

        // A call to the unspecified address (0.0.0.0) reaches this machine, too.
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) return ThisMachine;
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
    }

    [GeneratedRegex(@"^ons(?:-vpc)?\.([a-z0-9-]+)\.aliyuncs\.com$", RegexOptions.CultureInvariant)]
    private static partial Regex RegionHost();
}
