using System.Text.Json;
using OnsDlq.Discovery;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>Reads an instance from an answer of either operation (ons-api facts 1.11, 1.12). Members that are missing stay empty.</summary>
internal static class InstanceEntry
{
    private const int LongestRemark = 1024;

    /// <summary>Reads an instance; null where it has no ID.</summary>
    public static Instance? Read(JsonElement entry, string regionId)
    {
        if (entry.Name("InstanceId") is not { Length: > 0 } instanceId) return null;
        var endpoints = entry.Member("Endpoints");
        return new Instance(instanceId, regionId)
        {
            InstanceName = entry.Name("InstanceName"),
            Status = ((InstanceStatus?)entry.SmallInteger("InstanceStatus"))?.ToString(),
            Type = ((InstanceType?)entry.SmallInteger("InstanceType"))?.ToString(),
            CreateTime = entry.LocalTime("CreateTime"),
            ReleaseTime = entry.LocalTime("ReleaseTime"),
            TopicCount = entry.SmallInteger("TopicCount"),
            GroupCount = entry.SmallInteger("GroupCount"),
            IndependentNaming = entry.Truth("IndependentNaming"),
            Tags = TagEntries.Read(entry),
            Remark = entry.Name("Remark", LongestRemark),
            MaxTps = entry.Integer("MaxTps"),
            TopicCapacity = entry.SmallInteger("TopicCapacity"),
            TcpEndpoint = endpoints?.Name("TcpEndpoint"),
            TcpInternetEndpoint = endpoints?.Name("TcpInternetEndpoint"),
            HttpInternalEndpoint = endpoints?.Name("HttpInternalEndpoint"),
            HttpInternetEndpoint = endpoints?.Name("HttpInternetEndpoint"),
            HttpInternetSecureEndpoint = endpoints?.Name("HttpInternetSecureEndpoint"),
        };
    }
}
