using System.Text.Json;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>OnsTraceGetResult on the wire (ons-api facts 1.5).</summary>
internal static class TraceResultCodec
{
    public const string Action = "OnsTraceGetResult";

    /// <summary>The call that asks for the result of a search.</summary>
    public static ServiceCall Call(string queryId, TraceQuery query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["QueryId"] = queryId, ["Topic"] = query.Topic };
        if (!string.IsNullOrEmpty(query.InstanceId)) parameters["InstanceId"] = query.InstanceId;
        return new ServiceCall(Action, parameters, CallKind.Query);
    }

    /// <summary>Reads a result: the tries of the message that was asked for, of every group, in the order of the answer.</summary>
    public static TraceResult Read(ServiceAnswer answer, TraceQuery query)
    {
        if (answer.Body.Member("TraceData") is not { } data) return new(TraceState.Working, []);
        var state = data.Text("Status") switch
        {
            "finish" => TraceState.Finished,
            "removed" => TraceState.Removed,
            _ => TraceState.Working,
        };
        return new(state, state == TraceState.Finished ? [.. data.List("TraceList", "TraceMapDo").Where(IsOfMessage).SelectMany(Tries)] : []);

        // A trace that does not name its message is of the one that was asked for.
        bool IsOfMessage(JsonElement trace) =>
            trace.Text("MsgId") is not { Length: > 0 } named || named.Equals(query.MsgId, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<ConsumerTry> Tries(JsonElement trace) =>
        from subscription in trace.List("SubList", "SubMapDo")
        from one in subscription.List("ClientList", "SubClientInfoDo")
        let read = Read(one, subscription.Name("SubGroupName"))
        where read is not null
        select read;

    // A try without group or time proves nothing.
    private static ConsumerTry? Read(JsonElement one, string? group) =>
        (one.Name("SubGroupName") is { Length: > 0 } own ? own : group) is { Length: > 0 } named && one.LocalTime("SubTime") is { } time
            ? new(named, one.Name("ClientHost"), time.ToUnixTimeMilliseconds(), one.SmallInteger("ReconsumeTimes"), OutcomeOf(one.Text("Status")))
            : null;

    private static TryOutcome OutcomeOf(string? status) => status switch
    {
        "CONSUME_SUCCESS" => TryOutcome.Succeeded,
        "CONSUME_FAILED" => TryOutcome.Failed,
        _ => TryOutcome.Unclear,
    };
}
