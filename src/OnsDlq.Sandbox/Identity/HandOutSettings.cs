namespace OnsDlq.Sandbox.Identity;

/// <summary>How the metadata service and the credentials URI behave.</summary>
internal sealed record HandOutSettings
{
    /// <summary>The role the pretended instance has; null for none.</summary>
    public string? MetadataRole { get; init; } = "OnsDlqSandbox";

    /// <summary>Whether the metadata service answers without a token (V1).</summary>
    public bool AllowsV1 { get; init; } = true;

    /// <summary>Whether the metadata service gives out tokens (V2); an old one answers 404.</summary>
    public bool HasV2 { get; init; } = true;

    /// <summary>How long credentials given out from now on last.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How long a request for credentials is held back, so that callers at once overlap.</summary>
    public TimeSpan Delay { get; init; }
}
