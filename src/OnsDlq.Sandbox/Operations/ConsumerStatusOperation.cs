using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>OnsConsumerStatus: a group's consumers, their subscriptions and their rates (doc-detail/29600; names by the official SDK's models).</summary>
internal sealed class ConsumerStatusOperation(SandboxBroker broker)
    : GroupOperation(broker, "OnsConsumerStatus", "mq:QueryConsumerStatus", "mq:OnsInstanceBaseInfo")
{
    private const int Threads = 20;

    /// <inheritdoc/>
    public override JsonObject Execute(OperationCall call)
    {
        var (detail, withStacks) = (call.OptionalFlag("Detail"), call.OptionalFlag("NeedJstack"));
        var status = Broker.Status(call.Optional("InstanceId"), call.Required("GroupId"), needsConsumers: true);
        var data = AccumulationJson.Of(status, detail);
        data["InstanceId"] = status.InstanceId;
        data["ConsumeModel"] = Model(status);
        data["SubscriptionSame"] = status.SubscriptionSame;
        data["RebalanceOK"] = status.Settings.Rebalanced;
        data["ConnectionSet"] = new JsonObject
        {
            ["ConnectionDo"] = new JsonArray([.. status.Clients.Select((one, index) => (JsonNode)Connection(status, one, index))]),
        };
        data["ConsumerConnectionInfoList"] = new JsonObject
        {
            ["ConsumerConnectionInfoDo"] = new JsonArray([.. (detail ? status.Clients : []).Select(one => (JsonNode)Information(status, one, withStacks))]),
        };
        return new JsonObject { ["Data"] = data };
    }

    private static string Model(GroupStatus status) => status.Settings.Broadcasting ? "BROADCASTING" : "CLUSTERING";

    // The backlog is shared evenly; the first consumer has the rest.
    private static JsonObject Connection(GroupStatus status, ConsumerClient client, int index) => new JsonObject
    {
        ["ClientId"] = client.ClientId,
        ["ClientAddr"] = client.Address,
        ["RemoteIP"] = client.Host,
        ["Language"] = client.Language,
        ["Version"] = client.Version,
        ["Diff"] = (status.TotalDiff / status.Clients.Count) + (index == 0 ? status.TotalDiff % status.Clients.Count : 0),
    };

    private static JsonObject Information(GroupStatus status, ConsumerClient client, bool withStacks) => new JsonObject
    {
        ["ClientId"] = client.ClientId,
        ["Connection"] = client.Address,
        ["Language"] = client.Language,
        ["Version"] = client.Version,
        ["ConsumeModel"] = Model(status),
        ["ConsumeType"] = "PUSH",
        ["ThreadCount"] = Threads,
        ["StartTimeStamp"] = status.OnlineSince,
        ["LastTimeStamp"] = status.Now,
        ["RunningDataList"] = new JsonObject
        {
            ["ConsumerRunningDataDo"] = new JsonArray([.. status.Running.Where(one => ReferenceEquals(one.Client, client)).Select(one => (JsonNode)Running(one))]),
        },
        ["SubscriptionSet"] = new JsonObject
        {
            ["SubscriptionData"] = new JsonArray(
                [.. status.SubscriptionsOf(client).Select(one => (JsonNode)Subscription(one.Key, one.Value, status.OnlineSince))]),
        },
        ["Jstack"] = new JsonObject { ["ThreadTrackDo"] = withStacks ? new JsonArray((JsonNode)Stack()) : [] },
    };

    private static JsonObject Running(RunningStatus one) => new JsonObject
    {
        ["Topic"] = one.Topic,
        ["OkTps"] = AccumulationJson.Rate(one.OkTps),
        ["FailedTps"] = AccumulationJson.Rate(one.FailedTps),
        ["FailedCountPerHour"] = one.FailedCountPerHour,
        ["Rt"] = AccumulationJson.Rate(one.Rt),
    };

    private static JsonObject Subscription(string topic, string expression, long version)
    {
        var tags = expression == "*" ? [] : expression.Split("||", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new JsonObject
        {
            ["Topic"] = topic,
            ["SubString"] = expression,
            ["SubVersion"] = version,
            ["TagsSet"] = new JsonObject { ["Tag"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]) },
        };
    }

    private static JsonObject Stack() => new JsonObject
    {
        ["Thread"] = "TID: 42 STATE: WAITING",
        ["TrackList"] = new JsonObject { ["Track"] = new JsonArray("ConsumeMessageThread_1", "sun.misc.Unsafe.park(Native Method)") },
    };
}
