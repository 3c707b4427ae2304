using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>OnsRegionList: the regions of the service; the sandbox has only one.</summary>
internal sealed class RegionListOperation(SandboxClock clock) : OnsOperation("OnsRegionList")
{
    /// <inheritdoc/>
    public override string ResourceOf(OperationCall call) => "*";

    /// <inheritdoc/>
    public override JsonObject Execute(OperationCall call)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var region = new JsonObject
        {
            ["Id"] = 1,
            ["OnsRegionId"] = call.RegionId,
            ["RegionName"] = call.RegionId,
            ["ChannelName"] = "ALIYUN",
            ["CreateTime"] = now,
            ["UpdateTime"] = now,
        };
        return new JsonObject { ["Data"] = new JsonObject { ["RegionDo"] = new JsonArray((JsonNode)region) } };
    }
}
