namespace OnsDlq.Pace;

/// <summary>The key of a pace: the quota is per account, region and operation.</summary>
/// <param name="Account">The ID of the account; the access key ID stands for it where the account is not known.</param>
/// <param name="Realm">The region, or host:port of an endpoint of the user's own.</param>
/// <param name="Action">The operation.</param>
internal sealed record PaceKey(string Account, string Realm, string Action);
