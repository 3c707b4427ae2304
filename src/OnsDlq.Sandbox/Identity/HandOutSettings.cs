namespace OnsDlq.Sandbox.Identity;

/// <summary>The behaviour of the metadata service and the credentials URI.</summary>
internal sealed record HandOutSettings
{
    /// <summary>The simulated instance's role; null for none.</summary>
    public string? MetadataRole { get; init; } = "OnsDlqSandbox";

    /// <summary>Whether the metadata service answers without a token (V1).</summary>
    public bool AllowsV1 { get; init; } = true;

    /// <summary>Whether the metadata service gives tokens (V2); an old one answers 404.</summary>
    public bool HasV2 { get; init; } = true;

    /// <summary>The lifetime of new credentials.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(6);

    /// <summary>By how much a request for credentials is delayed, so that parallel callers overlap.</summary>
    public TimeSpan Delay { get; init; }
}
