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

    /// <summary>The instance that is meant where a command names none; null for none.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Called in place of the region's host: a host, host:port, or address without a path; null or blank for none.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Whether the region's host inside its private network is called; of no account beside <see cref="Endpoint"/>.</summary>
    public bool Vpc { get; init; }

    /// <summary>What a person should know about how the choice was made.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Where the access keys come from.</summary>
    public required ICredentialsProvider Credentials { get; init; }

    /// <summary>The ID of the access key that they gave first; null where that is not known.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Asks whose they are; null where nobody can be asked.</summary>
    public CallerIdentity? Caller { get; init; }

    /// <summary>Where resends are recorded.</summary>
    public required ConnectionJournal Journal { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Gives each request its nonce.</summary>
    public required INonceSource Nonces { get; init; }

    /// <summary>Gives random numbers from 0 to 1, which spread repeated tries over time.</summary>
    public required Func<double> Jitter { get; init; }

    /// <summary>Judges the server's certificate in place of the system; null to let the system.</summary>
    public RemoteCertificateValidationCallback? ServerCertificate { get; init; }

    /// <summary>The proxy in place of the system's; null for the system's, and for none where the endpoint is on this machine.</summary>
    public IWebProxy? Proxy { get; init; }
}
