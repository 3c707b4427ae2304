namespace OnsDlq.Transport;

/// <summary>What kind of trouble a call ran into, told by the answer's Code and the gateway's mark for throttling, never by a 400 alone.</summary>
internal enum ServiceFault
{
    /// <summary>No connection could be made; nothing was written.</summary>
    Unreachable,

    /// <summary>The connection ended after a byte was written and before an answer was whole.</summary>
    ConnectionLost,

    /// <summary>No whole answer came within the time given.</summary>
    TimedOut,

    /// <summary>The caller gave up, or the connection was closed, before an answer was whole.</summary>
    Aborted,

    /// <summary>An answer came that is not the service's: HTML, garbage, too large, a redirect, a challenge.</summary>
    UnreadableAnswer,

    /// <summary>The access key ID does not exist.</summary>
    AccessKeyNotFound,

    /// <summary>The access key is disabled.</summary>
    AccessKeyInactive,

    /// <summary>The signature does not match: a wrong secret.</summary>
    SignatureRejected,

    /// <summary>The security token is expired, malformed, missing or of another key.</summary>
    TokenRejected,

    /// <summary>The local clock is more than 15 min off the service's.</summary>
    ClockSkew,

    /// <summary>This signed request reached the gateway before.</summary>
    NonceReplayed,

    /// <summary>The caller lacks a permission, or the resource is not the caller's.</summary>
    PermissionDenied,

    /// <summary>The account has not activated the product.</summary>
    ServiceNotActivated,

    /// <summary>Too many calls.</summary>
    Throttled,

    /// <summary>The region is unknown or lacks the service.</summary>
    RegionNotFound,

    /// <summary>The instance does not exist.</summary>
    InstanceNotFound,

    /// <summary>The consumer group does not exist.</summary>
    GroupNotFound,

    /// <summary>No message matches (BIZ_NO_MESSAGE).</summary>
    MessageNotFound,

    /// <summary>The service answered with another message, or another instance, than it was asked for.</summary>
    OtherMessage,

    /// <summary>A parameter was refused.</summary>
    InvalidParameter,

    /// <summary>The service gave another error code.</summary>
    ServiceError,
}
