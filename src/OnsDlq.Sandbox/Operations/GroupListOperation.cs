using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>
/// OnsGroupList: the groups of one type, those of TCP clients unless told otherwise, by a part of the ID where one is given
/// (doc-detail/29619; permission by help page api-onsgrouplist).
/// </summary>
internal sealed class GroupListOperation(SandboxBroker broker) : OnsOperation("OnsGroupList", "mq:QueryInstanceBaseInfo")
{
    /// <inheritdoc/>
    public override string ResourceOf(OperationCall call) => Resource(call, call.Optional("InstanceId") ?? "*");

    /// <inheritdoc/>
    public override JsonObject Execute(OperationCall call)
    {
        var type = call.Optional("GroupType") ?? "tcp";
        if (type is not ("tcp" or "http")) throw ServiceErrors.FieldCheck("GroupType has to be tcp or http.");
        var part = call.Optional("GroupId") ?? "";
        var found = broker.Groups(call.Optional("InstanceId"))
            .Where(card => card.Profile.Type == type && card.GroupId.Contains(part, StringComparison.Ordinal));
        return new JsonObject
        {
            ["Data"] = new JsonObject { ["SubscribeInfoDo"] = new JsonArray([.. found.Select(card => (JsonNode)Shown(call, card))]) },
        };
    }

    private static JsonObject Shown(OperationCall call, GroupCard card)
    {
        var shown = new JsonObject
        {
            ["InstanceId"] = card.InstanceId,
            ["GroupId"] = card.GroupId,
            ["GroupType"] = card.Profile.Type,
            ["IndependentNaming"] = true,
            ["Owner"] = call.Caller.AccountId,
            ["CreateTime"] = card.Profile.CreateTime,
            ["UpdateTime"] = card.Profile.CreateTime,
            ["Tags"] = TagsJson.Of(card.Profile.Tags),
        };
        if (card.Profile.Remark is { } remark) shown["Remark"] = remark;
        return shown;
    }
}
