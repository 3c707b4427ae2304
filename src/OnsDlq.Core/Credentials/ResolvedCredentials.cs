namespace OnsDlq.Credentials;

/// <summary>Where the keys will come from, settled, though not yet asked.</summary>
/// <param name="provider">Gives the keys.</param>
/// <param name="regionId">The region of the profile the keys come from, else of <c>ALIBABA_CLOUD_REGION_ID</c>; null where neither says.</param>
/// <param name="endpointType">The kind of endpoint, said in the same two places; null where neither says.</param>
internal sealed class ResolvedCredentials(ICredentialsProvider provider, string? regionId, string? endpointType = null)
{
    /// <summary>Gives the keys.</summary>
    public ICredentialsProvider Provider => provider;

    /// <summary>The region; where the keys' source names one when it is asked, that one from then on. Null where nobody says.</summary>
    public string? RegionId => AnsweredRegion?.Invoke() ?? regionId;

    /// <summary>Whether the service is to be called inside the VPC.</summary>
    public bool Vpc => string.Equals(endpointType, "vpc", StringComparison.OrdinalIgnoreCase);

    /// <summary>What a person should know about the choice.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The region that the source of the keys named when it was asked; null where it cannot name one.</summary>
    public Func<string?>? AnsweredRegion { get; init; }
}
