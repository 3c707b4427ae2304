namespace OnsDlq.Sandbox.Broker;

/// <summary>How a call is answered that names an instance or a consumer group that does not exist.</summary>
internal enum MissingName
{
    /// <summary>As if it belonged to somebody else: official code treats AUTH_RESOURCE_OWNER_ERROR as "not found".</summary>
    OwnerError,

    /// <summary>With INSTANCE_NOT_FOUND and BIZ_SUBSCRIPTION_NOT_FOUND, as in the product's documentation.</summary>
    NotFound,
}
