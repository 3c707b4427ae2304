using System.Text.Json;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>OnsConsumerAccumulate on the wire (ons-api facts 1.9).</summary>
internal static class ConsumerAccumulateCodec
{
    public const string Action = "OnsConsumerAccumulate";

    /// <summary>The call that asks how far a group is.</summary>
    /// <param name="groupId">The consumer group.</param>
    /// <param name="instanceId">The instance; null where it is not known.</param>
    public static ServiceCall Call(string groupId, string? instanceId) => new(Action, Parameters(groupId, instanceId, detail: false), CallKind.Query);

    /// <summary>Reads an answer.</summary>
    public static ConsumerProgress Read(ServiceAnswer answer) => Read(answer.Body.Member("Data") ?? default);

    /// <summary>Reads the members that this answer shares with OnsConsumerStatus.</summary>
    internal static ConsumerProgress Read(JsonElement data) => new()
    {
        Online = data.Truth("Online"),
        Backlog = data.Integer("TotalDiff"),
        ConsumeTps = data.Real("ConsumeTps"),
        DelayMs = data.Integer("DelayTime"),
    };

    /// <summary>The parameters that both operations have.</summary>
    internal static Dictionary<string, string> Parameters(string groupId, string? instanceId, bool detail)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["GroupId"] = groupId };
        if (!string.IsNullOrEmpty(instanceId)) parameters["InstanceId"] = instanceId;
        if (detail) parameters["Detail"] = "true";
        return parameters;
    }
}
