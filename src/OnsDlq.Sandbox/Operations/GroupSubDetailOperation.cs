using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>
/// OnsGroupSubDetail: what a group's consumers subscribe to. A group that is offline has no subscriptions (help page api-onsgroupsubdetail), or
/// is refused (the same page of December 2025): a setting decides.
/// </summary>
internal sealed class GroupSubDetailOperation(SandboxBroker broker)
    : GroupOperation(broker, "OnsGroupSubDetail", "mq:QueryGroupSubDetail", "mq:OnsInstanceBaseInfo")
{
    /// <inheritdoc/>
    public override JsonObject Execute(OperationCall call)
    {
        var status = Broker.Status(call.Required("InstanceId"), call.Required("GroupId"), needsConsumers: true);
        var subscriptions = status.Clients.SelectMany(status.SubscriptionsOf).Distinct();
        return new JsonObject
        {
            ["Data"] = new JsonObject
            {
                ["GroupId"] = status.GroupId,
                ["Online"] = status.Online,
                ["MessageModel"] = status.Settings.Broadcasting ? "BROADCASTING" : "CLUSTERING",
                ["SubscriptionDataList"] = new JsonObject
                {
                    ["SubscriptionDataList"] = new JsonArray(
                        [.. subscriptions.Select(one => (JsonNode)new JsonObject { ["Topic"] = one.Key, ["SubString"] = one.Value })]),
                },
            },
        };
    }
}
