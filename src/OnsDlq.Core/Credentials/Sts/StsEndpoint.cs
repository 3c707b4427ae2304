using OnsDlq.Errors;

namespace OnsDlq.Credentials.Sts;

/// <summary>
/// The address of STS: <c>sts.aliyuncs.com</c>, <c>sts[-vpc].REGION.aliyuncs.com</c>, or one that a profile or a variable names.
/// </summary>
internal static class StsEndpoint
{
    /// <summary>The region whose STS is called.</summary>
    public const string RegionVariable = "ALIBABA_CLOUD_STS_REGION";

    /// <summary>Chooses the address: an endpoint takes precedence over a region, and the profile over the environment.</summary>
    /// <param name="environment">For <c>ALIBABA_CLOUD_STS_ENDPOINT</c>, <c>_STS_REGION</c> and <c>_VPC_ENDPOINT_ENABLED</c>.</param>
    /// <param name="endpoint">A host, or an address with its scheme; null for that of the environment.</param>
    /// <param name="region">A region; null for that of the environment.</param>
    /// <param name="vpc">Whether to call STS inside the VPC; null for the setting of the environment.</param>
    /// <param name="source">The name of the keys' source, for errors.</param>
    /// <exception cref="CredentialsException">
    /// The endpoint or the region is not valid, or the endpoint is plain http and not loopback.
    /// </exception>
    public static Uri Choose(CredentialsEnvironment environment, string? endpoint, string? region, bool? vpc, string source)
    {
        endpoint ??= environment.Value("ALIBABA_CLOUD_STS_ENDPOINT");
        if (endpoint is not null) return Parse(endpoint, source);
        region ??= environment.Value(RegionVariable);
        if (region is null) return new Uri("https://sts.aliyuncs.com/");
        if (region.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '-'))
            throw new CredentialsException(ErrorId.InvalidCredentials, $"The STS region of {source} is not a region ID such as cn-hangzhou.");
        // As in the official libraries: inside a VPC there are only regional addresses.
        return new Uri($"https://sts{(vpc ?? environment.Flag("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED") ? "-vpc" : "")}.{region}.aliyuncs.com/");
    }

    private static Uri Parse(string endpoint, string source)
    {
        var text = endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : "https://" + endpoint;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0
            || uri.Fragment.Length > 0 || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            throw new CredentialsException(ErrorId.InvalidCredentials, $"The STS endpoint of {source} is not a host name.");
        }

        return uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback
            ? uri
            : throw new CredentialsException(
                ErrorId.InvalidCredentials, $"The STS endpoint of {source} is plain http: only https is used beyond this machine.");
    }
}
