using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Broker;

/// <summary>
/// The business errors of the product. Its documentation gives no HTTP status for them; all are 400, like those of similar products.
/// </summary>
internal static class ServiceErrors
{
    public static OperationError NoMessage() => new(400, "BIZ_NO_MESSAGE", "No message matches the query.");

    /// <summary>No consumer of the group is connected.</summary>
    public static OperationError NotOnline() => new(400, "BIZ_CONSUMER_NOT_ONLINE", "The consumer is not online.");

    /// <summary>A parameter has an invalid value.</summary>
    public static OperationError FieldCheck(string why) => new(400, "BIZ_FIELD_CHECK_INVALID", why);

    /// <summary>
    /// What the call names belongs to somebody else, or does not exist; the code does not distinguish the two (doc/437697,
    /// service_alicloud_ons.go).
    /// </summary>
    public static OperationError NotOwned() =>
        new(400, "AUTH_RESOURCE_OWNER_ERROR", "Valid resource owner failed. Please check and try again later.");

    public static OperationError InstanceNotFound(string instanceId) =>
        new(400, "INSTANCE_NOT_FOUND", $"The instance {instanceId} does not exist.");

    /// <summary>There is no such consumer group.</summary>
    public static OperationError GroupNotFound(string groupId) =>
        new(400, "BIZ_SUBSCRIPTION_NOT_FOUND", $"The consumer group {groupId} does not exist in the instance.");
}
