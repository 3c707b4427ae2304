using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>OnsTraceGetResult: the state and the result of a trace query (doc/59832; names by the official SDK's models).</summary>
internal sealed class TraceResultOperation(SandboxBroker broker)
    : TopicOperation(broker, "OnsTraceGetResult", "mq:GetTraceResult", "mq:OnsInstanceBaseInfo")
{
    private const int SendMs = 3;

    /// <inheritdoc/>
    public override JsonObject Execute(OperationCall call)
    {
        var result = Broker.TraceResult(call.Required("QueryId"));
        var (task, query) = (result.Task, result.Task.Query);
        var data = new JsonObject
        {
            ["QueryId"] = task.QueryId,
            ["Status"] = result.Status,
            ["CreateTime"] = task.CreateTime,
            ["UpdateTime"] = result.UpdateTime,
            ["UserId"] = call.Caller.AccountId,
            ["Topic"] = query.Topic,
            ["TraceList"] = new JsonObject { ["TraceMapDo"] = new JsonArray([.. result.Messages.Select(one => (JsonNode)Shown(one))]) },
        };
        if (query.InstanceId is { } instanceId) data["InstanceId"] = instanceId;
        if (query.MsgId is { } msgId) data["MsgId"] = msgId;
        if (query.MsgKey is { } msgKey) data["MsgKey"] = msgKey;
        return new JsonObject { ["TraceData"] = data };
    }

    private static JsonObject Shown(MessageTrace trace) => new()
    {
        ["MsgId"] = trace.Content.MsgId,
        ["MsgKey"] = trace.Content.Keys ?? "",
        ["Tag"] = trace.Content.Tag ?? "",
        ["Topic"] = trace.Content.Topic,
        ["BornHost"] = trace.Content.BornHost,
        ["CostTime"] = SendMs,
        ["PubGroupName"] = "PID_sandbox",
        ["PubTime"] = trace.Content.BornTimestamp,
        ["Status"] = "SEND_SUCCESS",
        ["SubList"] = new JsonObject
        {
            ["SubMapDo"] = new JsonArray([.. trace.Groups.Where(one => one.Value.Count > 0).Select(one => (JsonNode)Shown(one.Key, one.Value))]),
        },
    };

    private static JsonObject Shown(string groupId, IReadOnlyList<DeliveryTry> tries) => new()
    {
        ["SubGroupName"] = groupId,
        ["SuccessCount"] = tries.Count(one => one.Succeeded),
        ["FailCount"] = tries.Count(one => one.Result == TryResult.Failure),
        ["ClientList"] = new JsonObject
        {
            ["SubClientInfoDo"] = new JsonArray([.. tries.Select(one => (JsonNode)new JsonObject
            {
                ["SubGroupName"] = groupId,
                ["ClientHost"] = one.Client.Host,
                ["SubTime"] = one.Time,
                ["CostTime"] = GroupObserver.TryMs,
                ["ReconsumeTimes"] = one.ReconsumeTimes,
                ["Status"] = one.Result switch
                {
                    TryResult.Success => "CONSUME_SUCCESS",
                    TryResult.Failure => "CONSUME_FAILED",
                    _ => "CONSUME_NOT_RETURN",
                },
            })]),
        },
    };
}
