using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>OnsTraceQueryByMsgId and OnsTraceQueryByMsgKey: begin a query for the traces of messages (doc/59831).</summary>
internal sealed class TraceQueryOperation(SandboxBroker broker, string action, string named)
    : TopicOperation(broker, action, "mq:QueryTrace", "mq:OnsInstanceBaseInfo")
{
    /// <summary>The query by message ID.</summary>
    public static TraceQueryOperation ById(SandboxBroker broker) => new(broker, "OnsTraceQueryByMsgId", "MsgId");

    /// <summary>The query by message key.</summary>
    public static TraceQueryOperation ByKey(SandboxBroker broker) => new(broker, "OnsTraceQueryByMsgKey", "MsgKey");

    /// <inheritdoc/>
    public override JsonObject Execute(OperationCall call)
    {
        var (begin, end) = (call.RequiredNumber("BeginTime"), call.RequiredNumber("EndTime"));
        if (begin < 0 || begin > end) throw ServiceErrors.FieldCheck("BeginTime has to be a time and not later than EndTime.");
        var sought = call.Required(named);
        var task = Broker.BeginTrace(new TraceQuery(
            call.Optional("InstanceId"), call.Required("Topic"), named == "MsgId" ? sought : null, named == "MsgKey" ? sought : null, begin, end));
        return new JsonObject { ["QueryId"] = task.QueryId };
    }
}
