namespace OnsDlq.Credentials;

/// <summary>The chosen source of keys, which was not called yet.</summary>
/// <param name="provider">Gives the keys.</param>
/// <param name="regionId">The region of the keys' profile, else of <c>ALIBABA_CLOUD_REGION_ID</c>; null where neither names one.</param>
/// <param name="endpointType">
/// The kind of endpoint, from the profile or <c>ALIBABA_CLOUD_ENDPOINT_TYPE</c>; null where neither names one.
/// </param>
internal sealed class ResolvedCredentials(ICredentialsProvider provider, string? regionId, string? endpointType = null)
{
    public ICredentialsProvider Provider => provider;

    /// <summary>The region; once the keys' source has answered with a region, that one. Null where none is named.</summary>
    public string? RegionId => AnsweredRegion?.Invoke() ?? regionId;

    /// <summary>Whether the service is to be called inside the VPC.</summary>
    public bool Vpc => string.Equals(endpointType, "vpc", StringComparison.OrdinalIgnoreCase);

    /// <summary>Notices for the user on the choice.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Gives the region in the answer of the keys' source; null where it cannot name one.</summary>
    public Func<string?>? AnsweredRegion { get; init; }
}
