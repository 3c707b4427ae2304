namespace OnsDlq.Credentials;

/// <summary>Where the keys will come from, settled, though not yet asked.</summary>
/// <param name="Provider">Gives the keys.</param>
/// <param name="RegionId">The region of the profile the keys come from, else of <c>ALIBABA_CLOUD_REGION_ID</c>; null where neither says.</param>
internal sealed record ResolvedCredentials(ICredentialsProvider Provider, string? RegionId);
