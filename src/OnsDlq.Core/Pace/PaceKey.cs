namespace OnsDlq.Pace;

/// <summary>The key of a pace. The quota is per region, operation and account; the access key ID stands for the account.</summary>
/// <param name="AccessKeyId">The access key ID.</param>
/// <param name="Realm">The region, or host:port of an endpoint of the user's own.</param>
/// <param name="Action">The operation.</param>
internal sealed record PaceKey(string AccessKeyId, string Realm, string Action);
