using System.Net;
using System.Net.Security;
using OnsDlq.Credentials;
using OnsDlq.Credentials.Sts;
using OnsDlq.Signing;

namespace OnsDlq.Connection;

/// <summary>What a connection is made of.</summary>
internal sealed record ConnectionOptions
{
    /// <summary>The region; null or blank is an error.</summary>
    public required string? RegionId { get; init; }

    /// <summary>Whether a person named the region for this very connection, so that <see cref="Endpoint"/> is an address of it.</summary>
    public bool IsRegionNamed { get; init; }

    /// <summary>The default instance, where a command names none; null for none.</summary>
    public string? InstanceId { get; init; }

    /// <summary>An endpoint in place of the region's host: a host, host:port, or address without a path; null or blank for none.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Whether the region's VPC host is called; ignored with <see cref="Endpoint"/>.</summary>
    public bool Vpc { get; init; }

    /// <summary>Notices for the user on how the choice was made.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Where the access keys come from.</summary>
    public required ICredentialsProvider Credentials { get; init; }

    /// <summary>The ID of the first access key that they gave; null where that is not known.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Asks for the account that they belong to; null where that is not possible.</summary>
    public CallerIdentity? Caller { get; init; }

    /// <summary>Where resends are recorded.</summary>
    public required ConnectionJournal Journal { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Makes the nonces of requests.</summary>
    public required INonceSource Nonces { get; init; }

    /// <summary>Gives random numbers from 0 to 1, for the jitter of the back-off.</summary>
    public required Func<double> Jitter { get; init; }

    /// <summary>Throws where what it connects to is known to have ended; null where that cannot be known.</summary>
    public Action? RefuseEnded { get; init; }

    /// <summary>Validates the server's certificate; null for the system's validation.</summary>
    public RemoteCertificateValidationCallback? ServerCertificate { get; init; }

    /// <summary>The proxy in place of the system's; null for the system's, and for none where the endpoint is on this machine.</summary>
    public IWebProxy? Proxy { get; init; }
}
