using OnsDlq.Discovery;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>OnsInstanceBaseInfo on the wire (ons-api facts 1.12).</summary>
internal static class InstanceInfoCodec
{
    public const string Action = "OnsInstanceBaseInfo";

    /// <summary>The call that asks for an instance.</summary>
    public static ServiceCall Call(string instanceId) => new(
        Action, new Dictionary<string, string>(StringComparer.Ordinal) { ["InstanceId"] = instanceId }, CallKind.Query);

    /// <summary>Reads an answer; null where it has no instance.</summary>
    public static Instance? Read(ServiceAnswer answer, string regionId) =>
        answer.Body.Member("InstanceBaseInfo") is { } info ? InstanceEntry.Read(info, regionId) : null;
}
