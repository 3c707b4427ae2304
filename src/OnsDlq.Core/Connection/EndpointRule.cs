using OnsDlq.Errors;
using OnsDlq.Realms;
using OnsDlq.Transport;

namespace OnsDlq.Connection;

/// <summary>Finds the address to call (ons-api facts 3).</summary>
internal static class EndpointRule
{
    /// <summary>Finds the region's ID in its canonical spelling, and the address.</summary>
    /// <param name="regionId">
    /// The region. One that is not on the list is called by the same rule: there may be a new region before a new release of the module.
    /// </param>
    /// <param name="vpc">Whether to call the region's VPC host.</param>
    /// <param name="endpoint">A host, host:port, or address in place of the region's; null or blank for the region's.</param>
    /// <exception cref="OnsDlqException">There is no address.</exception>
    public static (string RegionId, Uri Endpoint) Resolve(string? regionId, bool vpc, string? endpoint)
    {
        var wanted = regionId?.Trim();
        if (string.IsNullOrEmpty(wanted)) throw new OnsDlqException(ErrorId.MissingRegion, "No region was given.");
        var region = Regions.Named(wanted) ?? throw Unknown(wanted);
        if (!string.IsNullOrWhiteSpace(endpoint)) return (region.Id, Explicit(endpoint.Trim()));

        if (vpc && !region.HasVpcHost)
        {
            throw new OnsDlqException(
                ErrorId.NoVpcEndpoint,
                $"Region {region.Id} has no host inside a private network: call it without -Vpc, or name the endpoint.");
        }

        return (region.Id, new Uri($"https://{Regions.Host(region, vpc)}/"));
    }

    /// <summary>A notice for the user on a region before it is called; null for none.</summary>
    /// <param name="regionId">The region, as for <see cref="Resolve"/>.</param>
    /// <param name="vpc">Whether to call the region's VPC host.</param>
    /// <param name="endpoint">The endpoint, as for <see cref="Resolve"/>.</param>
    public static string? Notice(string? regionId, bool vpc, string? endpoint)
    {
        if (Regions.Named(regionId?.Trim() ?? "") is not { } region) return null;
        var isGiven = !string.IsNullOrWhiteSpace(endpoint);
        if (region.Id == "ap-south-1" && !isGiven)
        {
            return "The official sources disagree on ap-south-1: ons.ap-south-1.aliyuncs.com is called, by the rule of the current SDK; an older "
                + "list has ons.cn-hangzhou.aliyuncs.com, which -Endpoint would name.";
        }

        if (region.IsKnown) return null;
        var like = Regions.Like(region.Id);
        return $"The region '{region.Id}' is not on this module's list. "
            + (isGiven ? "The journal and the results call it so." : $"It is called by the official rule, at {Regions.Host(region, vpc)}.")
            + (like.Count == 0 ? "" : $" Did you mean {string.Join(" or ", like)}?");
    }

    private static OnsDlqException Unknown(string regionId) => new(
        ErrorId.UnknownRegion, $"'{PlainText.Of(regionId, 50)}' is no ID that a region can have, such as cn-hangzhou.");

    private static Uri Explicit(string endpoint)
    {
        // Errors do not repeat the text: there may be a password in it.
        var text = endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : "https://" + endpoint;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || address.Host.Length == 0
            || address.Port <= 0)
        {
            throw Invalid("is no host, host:port, or http(s) address");
        }

        if (address.UserInfo.Length > 0 || text.Contains('@', StringComparison.Ordinal))
            throw Invalid("names a user: credentials do not go there");
        if (address.Query.Length > 0 || address.Fragment.Length > 0 || text.Contains('?', StringComparison.Ordinal))
            throw Invalid("has a query or fragment: only a host and a port may be given");
        if (address.AbsolutePath != "/" || text.Contains('\\', StringComparison.Ordinal))
            throw Invalid("has a path: only a host and a port may be given");
        if (address.Scheme == Uri.UriSchemeHttp && !Loopback.Is(address))
        {
            throw new OnsDlqException(
                ErrorId.InsecureEndpoint, $"The endpoint {address.Authority} would be called without TLS: give an https address.");
        }

        return new Uri($"{address.Scheme}://{Authority(address)}/");
    }

    // IDN hosts are called, and so signed, in Punycode.
    private static string Authority(Uri address)
    {
        var host = address.HostNameType == UriHostNameType.IPv6 ? $"[{address.IdnHost}]" : address.IdnHost;
        return address.IsDefaultPort ? host : $"{host}:{address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
    }

    private static OnsDlqException Invalid(string why) => new(ErrorId.InvalidEndpoint, $"The endpoint {why}.");
}
