namespace OnsDlq.Connection;

/// <summary>Why there is no address to call.</summary>
internal enum EndpointFault
{
    /// <summary>No region was given.</summary>
    MissingRegion,

    /// <summary>No region can have the name that was given.</summary>
    UnknownRegion,

    /// <summary>The region has no host inside its private network.</summary>
    NoVpcHost,

    /// <summary>The endpoint that was given is no address of a host.</summary>
    InvalidEndpoint,

    /// <summary>The endpoint that was given is not on this machine and would be called without TLS.</summary>
    InsecureEndpoint,
}
