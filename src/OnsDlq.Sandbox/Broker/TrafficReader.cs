using System.Text.Json;
using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Broker;

/// <summary>
/// Reads the body of <c>POST /_sandbox/traffic</c>:
/// <c>{"instanceId","groupId","topic","backlog"?,"delaySeconds"?,"okTps"?,"failedTps"?,"failedPerHour"?,"rtMs"?}</c>.
/// </summary>
internal static class TrafficReader
{
    private const double MostSeconds = 7 * 24 * 60 * 60;
    private const double MostTps = 1_000_000;

    /// <summary>Reads it. Failures in the last hour follow from those in a second, where they are not given.</summary>
    /// <exception cref="SandboxInputException">Something in it is not valid.</exception>
    public static (string InstanceId, string GroupId, string Topic, TopicTraffic Traffic) Read(JsonElement json)
    {
        var members = new JsonMembers(json, "the traffic");
        var (instanceId, groupId, topic) = (members.RequiredText("instanceId"), members.RequiredText("groupId"), members.RequiredText("topic"));
        var failedTps = members.Number("failedTps", 0, MostTps) ?? 0;
        var traffic = new TopicTraffic
        {
            Backlog = members.Whole("backlog", 0, long.MaxValue) ?? 0,
            DelayMs = (long)((members.Number("delaySeconds", 0, MostSeconds) ?? 0) * 1000),
            OkTps = members.Number("okTps", 0, MostTps) ?? 0,
            FailedTps = failedTps,
            FailedPerHour = members.Whole("failedPerHour", 0, long.MaxValue) ?? (long)(failedTps * 3600),
            RtMs = members.Number("rtMs", 0, MostSeconds * 1000) ?? 0,
        };
        members.End();
        return (instanceId, groupId, topic, traffic);
    }
}
