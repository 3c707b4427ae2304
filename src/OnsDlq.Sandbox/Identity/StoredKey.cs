namespace OnsDlq.Sandbox.Identity;

/// <summary>An access key of the sandbox.</summary>
/// <param name="AccessKeyId">Its ID.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="Principal">Its owner.</param>
internal sealed record StoredKey(string AccessKeyId, string Secret, Principal Principal)
{
    /// <summary>The security token that must be sent with it; null for a permanent key.</summary>
    public string? SecurityToken { get; init; }

    /// <summary>When the token expires, on the service's clock; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether the key is enabled.</summary>
    public bool Active { get; init; } = true;

    /// <summary>The policies that must all allow a call (a role's and its session's); none allows everything.</summary>
    public IReadOnlyList<RamPolicy> Policies { get; init; } = [];

    /// <summary>Never shows the secret or the token.</summary>
    public override string ToString() => $"{AccessKeyId} ({Principal.Arn})";
}
