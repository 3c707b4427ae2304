namespace OnsDlq.Sandbox.Identity;

/// <summary>A RAM role.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Such as acs:ram::1234:role/dlq.</param>
/// <param name="Id">Its ID.</param>
internal sealed record Role(string Name, string Arn, string Id)
{
    /// <summary>The permissions of its sessions; null for all.</summary>
    public RamPolicy? Policy { get; init; }

    /// <summary>ARNs or access key IDs of those who may assume it; empty for everybody in the account.</summary>
    public IReadOnlyList<string> TrustedBy { get; init; } = [];

    /// <summary>The required external ID, or null.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The OIDC provider whose tokens may assume it, or null.</summary>
    public string? OidcProviderArn { get; init; }

    /// <summary>Tokens of the provider that are accepted as they are; any other has to be a JWT that has not expired.</summary>
    public IReadOnlyList<string> OidcTokens { get; init; } = [];

    /// <summary>The longest session.</summary>
    public TimeSpan LongestSession { get; init; } = TimeSpan.FromHours(1);
}
