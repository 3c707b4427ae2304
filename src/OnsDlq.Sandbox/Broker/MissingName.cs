namespace OnsDlq.Sandbox.Broker;

/// <summary>How a call is answered that names an instance or a consumer group that does not exist.</summary>
internal enum MissingName
{
    /// <summary>As one for somebody else's: official code takes AUTH_RESOURCE_OWNER_ERROR for "not found".</summary>
    OwnerError,

    /// <summary>By INSTANCE_NOT_FOUND and BIZ_SUBSCRIPTION_NOT_FOUND, as the pages of the product have it.</summary>
    NotFound,
}
