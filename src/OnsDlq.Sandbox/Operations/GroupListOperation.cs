using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>
/// OnsGroupList: the groups of one type (by default those of TCP clients) or of all, filtered by a part of the ID and by tags (doc-detail/29619;
/// META OnsGroupList.json; service_alicloud_ons.go). Its permissions are those of the help pages api-ons-2019-02-14-onsgrouplist and
/// api-onsgrouplist together.
/// </summary>
internal sealed class GroupListOperation(SandboxBroker broker) : OnsOperation("OnsGroupList", "mq:ListGroup", "mq:QueryInstanceBaseInfo")
{
    /// <inheritdoc/>
    public override string ResourceOf(OperationCall call) => Resource(call, call.Optional("InstanceId") ?? "*");

    /// <inheritdoc/>
    public override JsonObject Execute(OperationCall call)
    {
        var type = call.Optional("GroupType") ?? "tcp";
        if (type is not ("tcp" or "http" or "all")) throw ServiceErrors.FieldCheck("GroupType has to be tcp, http or all.");
        var tags = TagFilter.Of(call);
        var part = call.Optional("GroupId") ?? "";
        var found = broker.Groups(call.Optional("InstanceId"))
            .Where(
                card => (type == "all" || card.Profile.Type == type) && tags.Fits(card.Profile.Tags) && card.GroupId.Contains(part, StringComparison.Ordinal));
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
            ["IndependentNaming"] = card.IndependentNaming,
            ["Owner"] = call.Caller.AccountId,
            ["CreateTime"] = card.Profile.CreateTime,
            ["UpdateTime"] = card.Profile.CreateTime,
            ["Tags"] = TagsJson.Of(card.Profile.Tags),
        };
        if (card.Profile.Remark is { } remark) shown["Remark"] = remark;
        return shown;
    }
}
