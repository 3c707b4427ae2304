using OnsDlq.Discovery;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>OnsGroupList on the wire (ons-api facts 1.13): the groups of one type, all in one answer.</summary>
internal static class GroupListCodec
{
    public const string Action = "OnsGroupList";

    private const int LongestRemark = 1024;

    /// <summary>The call that asks for the groups.</summary>
    public static ServiceCall Call(string? instanceId, GroupType type)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["GroupType"] = type == GroupType.Http ? "http" : "tcp" };
        if (!string.IsNullOrEmpty(instanceId)) parameters["InstanceId"] = instanceId;
        return new ServiceCall(Action, parameters, CallKind.Query);
    }

    /// <summary>Reads an answer; a group without ID is left out.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="instanceId">The instance that was asked; used where an entry names none.</param>
    /// <param name="type">The type that was asked for; used where an entry names none.</param>
    /// <param name="regionId">The region that was asked.</param>
    public static IReadOnlyList<ConsumerGroup> Read(ServiceAnswer answer, string? instanceId, GroupType type, string regionId)
    {
        var groups = new List<ConsumerGroup>();
        foreach (var entry in answer.Body.Member("Data")?.List("SubscribeInfoDo", "SubscribeInfoDo") ?? [])
        {
            if (entry.Name("GroupId") is not { Length: > 0 } groupId) continue;
            var instance = entry.Name("InstanceId") is { Length: > 0 } named ? named : instanceId;
            groups.Add(new ConsumerGroup(groupId, instance, regionId, TypeOf(entry.Text("GroupType")) ?? type)
            {
                Owner = entry.Name("Owner"),
                Remark = entry.Name("Remark", LongestRemark),
                CreateTime = entry.LocalTime("CreateTime"),
                UpdateTime = entry.LocalTime("UpdateTime"),
                IndependentNaming = entry.Truth("IndependentNaming"),
                Tags = TagEntries.Read(entry),
            });
        }

        return groups;
    }

    private static GroupType? TypeOf(string? text) =>
        string.Equals(text, "http", StringComparison.OrdinalIgnoreCase) ? GroupType.Http
        : string.Equals(text, "tcp", StringComparison.OrdinalIgnoreCase) ? GroupType.Tcp
        : null;
}
