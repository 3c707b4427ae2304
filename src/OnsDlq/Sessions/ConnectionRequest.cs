using OnsDlq.Credentials;

namespace OnsDlq.Sessions;

/// <summary>What a user said about the connection to make; what is null is taken from the profile or the environment.</summary>
internal sealed record ConnectionRequest
{
    /// <summary>Whose keys.</summary>
    public CredentialsRequest Credentials { get; init; } = new();

    public string? RegionId { get; init; }

    /// <summary>The default instance.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The address in place of the region's own.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Whether the region's host inside a VPC is meant.</summary>
    public bool Vpc { get; init; }

    /// <summary>The journal: a path or a URI.</summary>
    public string? Journal { get; init; }

    /// <summary>Whether the journal is made for a rehearsal and goes with it.</summary>
    public bool JournalIsThrowaway { get; init; }
}
