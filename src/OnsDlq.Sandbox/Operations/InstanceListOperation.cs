using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Identity;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>
/// OnsInstanceInServiceList: the instances of the region that the caller may see. An instance without the permission (mq:QueryInstanceBaseInfo
/// on it) is left out without an error; one without a namespace of its own needs none (help page api-onsinstanceinservicelist).
/// </summary>
internal sealed class InstanceListOperation(SandboxBroker broker, KeyRing keys) : OnsOperation("OnsInstanceInServiceList")
{
    /// <inheritdoc/>
    public override string ResourceOf(OperationCall call) => "*";

    /// <inheritdoc/>
    public override JsonObject Execute(OperationCall call)
    {
        var key = keys.Find(call.Caller.AccessKeyId) ?? throw GatewayErrors.UnknownKey();
        var counted = string.Equals(call.Optional("NeedResourceInfo"), "true", StringComparison.OrdinalIgnoreCase);
        var tags = TagFilter.Of(call);
        var seen = broker.Instances().Where(
            one => tags.Fits(one.Profile.Tags)
                && (!one.Profile.IndependentNaming || Authorizer.Allows(key, "mq:QueryInstanceBaseInfo", Resource(call, one.InstanceId))));
        return new JsonObject
        {
            ["Data"] = new JsonObject { ["InstanceVO"] = new JsonArray([.. seen.Select(one => (JsonNode)Shown(one, counted))]) },
        };
    }

    private static JsonObject Shown(InstanceCard card, bool counted)
    {
        var shown = new JsonObject
        {
            ["InstanceId"] = card.InstanceId,
            ["InstanceName"] = card.Profile.Name ?? card.InstanceId,
            ["InstanceStatus"] = card.Profile.Status,
            ["InstanceType"] = card.Profile.Type,
            ["IndependentNaming"] = card.Profile.IndependentNaming,
            ["CreateTime"] = card.Profile.CreateTime,
            ["Tags"] = TagsJson.Of(card.Profile.Tags),
        };
        if (card.Profile.ReleaseTime is { } release) shown["ReleaseTime"] = release;
        if (!counted) return shown;
        shown["TopicCount"] = card.TopicCount;
        shown["GroupCount"] = card.GroupCount;
        return shown;
    }
}
