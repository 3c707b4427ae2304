using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>The base of the operations on a topic.</summary>
internal abstract class TopicOperation(string action, params string[] ramActions) : OnsOperation(action, ramActions)
{
    /// <inheritdoc/>
    public override string ResourceOf(OperationCall call)
    {
        var topic = call.Optional("Topic") ?? "*";
        return Resource(call, call.Optional("InstanceId") is { } instance ? $"{instance}%{topic}" : topic);
    }
}
