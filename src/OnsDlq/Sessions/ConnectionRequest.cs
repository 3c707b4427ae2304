using OnsDlq.Credentials;

namespace OnsDlq.Sessions;

/// <summary>The user's choices for a new connection; a null is replaced from the profile or the environment.</summary>
internal sealed record ConnectionRequest
{
    /// <summary>The choice of access keys.</summary>
    public CredentialsRequest Credentials { get; init; } = new();

    public string? RegionId { get; init; }

    /// <summary>The default instance.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The endpoint in place of the region's own.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Whether to call the region's VPC host.</summary>
    public bool Vpc { get; init; }

    /// <summary>The journal: a path or a URI.</summary>
    public string? Journal { get; init; }

    /// <summary>Whether the journal is created for the group of its folder.</summary>
    public bool JournalIsShared { get; init; }

    /// <summary>Whether the journal exists only for a rehearsal.</summary>
    public bool JournalIsThrowaway { get; init; }

    /// <summary>Throws where what it connects to is known to have ended; null where that cannot be known.</summary>
    public Action? RefuseEnded { get; init; }
}
