using OnsDlq.Discovery;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>OnsInstanceInServiceList on the wire (ons-api facts 1.11).</summary>
internal static class InstanceListCodec
{
    public const string Action = "OnsInstanceInServiceList";

    /// <summary>The call that asks for the instances and their numbers of topics and groups.</summary>
    public static ServiceCall Call() => new(
        Action, new Dictionary<string, string>(StringComparer.Ordinal) { ["NeedResourceInfo"] = "true" }, CallKind.Query);

    /// <summary>Reads an answer; an instance without ID is left out.</summary>
    public static IReadOnlyList<Instance> Read(ServiceAnswer answer, string regionId) =>
        [.. (answer.Body.Member("Data")?.List("InstanceVO", "InstanceVO") ?? []).Select(one => InstanceEntry.Read(one, regionId)).OfType<Instance>()];
}
