using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;

namespace OnsDlq.Sandbox.Operations;

/// <summary>How far a group is with its topics, as two operations answer it.</summary>
internal static class AccumulationJson
{
    /// <summary>The members of <c>Data</c>; the topics only where details are asked for.</summary>
    public static JsonObject Of(GroupStatus status, bool detail) => new()
    {
        ["Online"] = status.Online,
        ["TotalDiff"] = status.TotalDiff,
        ["ConsumeTps"] = Rate(status.ConsumeTps),
        ["LastTimestamp"] = status.LastTimestamp,
        ["DelayTime"] = status.DelayTime,
        ["DetailInTopicList"] = new JsonObject
        {
            ["DetailInTopicDo"] = new JsonArray([.. (detail ? status.Topics : []).Select(topic => (JsonNode)new JsonObject
            {
                ["Topic"] = topic.Topic,
                ["TotalDiff"] = topic.TotalDiff,
                ["LastTimestamp"] = topic.LastTimestamp,
                ["DelayTime"] = topic.DelayTime,
            })]),
        },
    };

    /// <summary>A rate as the service's float has it.</summary>
    public static double Rate(double rate) => Math.Round(rate, 4);
}
