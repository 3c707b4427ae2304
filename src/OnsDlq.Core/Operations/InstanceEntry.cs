using System.Text.Json;
using OnsDlq.Discovery;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>Reads an instance as either operation tells of it (ons-api facts 1.11, 1.12). Members that are missing stay empty.</summary>
internal static class InstanceEntry
{
    /// <summary>Reads an instance; null where it has no ID.</summary>
    public static Instance? Read(JsonElement entry, string regionId)
    {
        if (entry.Text("InstanceId") is not { Length: > 0 } instanceId) return null;
        var endpoints = entry.Member("Endpoints");
        return new Instance(instanceId, regionId)
        {
            InstanceName = entry.Text("InstanceName"),
            Status = (InstanceStatus?)entry.SmallInteger("InstanceStatus"),
            Type = (InstanceType?)entry.SmallInteger("InstanceType"),
            CreateTime = entry.LocalTime("CreateTime"),
            ReleaseTime = entry.LocalTime("ReleaseTime"),
            TopicCount = entry.SmallInteger("TopicCount"),
            GroupCount = entry.SmallInteger("GroupCount"),
            IndependentNaming = entry.Truth("IndependentNaming"),
            Tags = TagEntries.Read(entry),
            Remark = entry.Text("Remark"),
            MaxTps = entry.Integer("MaxTps"),
            TopicCapacity = entry.SmallInteger("TopicCapacity"),
            TcpEndpoint = endpoints?.Text("TcpEndpoint"),
            HttpInternalEndpoint = endpoints?.Text("HttpInternalEndpoint"),
        };
    }
}
