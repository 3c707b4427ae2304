namespace OnsDlq.Pace;

/// <summary>What shares one pace: the quota's dimension is region × operation × account, and a key stands for its account.</summary>
/// <param name="AccessKeyId">The access key ID.</param>
/// <param name="Realm">The region, or host:port of an endpoint of the user's own.</param>
/// <param name="Action">The operation.</param>
internal sealed record PaceKey(string AccessKeyId, string Realm, string Action);
