namespace OnsDlq.Signing;

/// <summary>The keys that sign one request. ToString never shows a secret.</summary>
/// <param name="Id">The access key ID.</param>
/// <param name="Secret">The access key secret.</param>
/// <param name="SecurityToken">The STS token of temporary keys; null for permanent ones.</param>
/// <param name="ExpiresAt">When temporary keys expire; null for permanent ones.</param>
internal sealed record AccessKey(string Id, string Secret, string? SecurityToken = null, DateTimeOffset? ExpiresAt = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"AccessKey {{ Id = {Id} }}";
}
