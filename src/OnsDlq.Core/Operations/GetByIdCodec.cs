using OnsDlq.Listing;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>OnsDLQMessageGetById on the wire (ons-api facts 1.2).</summary>
internal static class GetByIdCodec
{
    /// <summary>The operation's name.</summary>
    public const string Action = "OnsDLQMessageGetById";

    /// <summary>The call that asks for a message.</summary>
    public static ServiceCall Call(string groupId, string msgId, string? instanceId)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["GroupId"] = groupId, ["MsgId"] = msgId };
        if (!string.IsNullOrEmpty(instanceId)) parameters["InstanceId"] = instanceId;
        return new ServiceCall(Action, parameters, CallKind.Query);
    }

    /// <summary>Reads an answer: the dead letter, the latest entry where there are several, or null where there is none.</summary>
    public static DeadLetter? Read(ServiceAnswer answer, string groupId, string? instanceId, string regionId, string? realm = null) =>
        answer.Body.List("Data", "OnsRestMessageDo")
            .Select(entry => DeadLetterEntry.Read(entry, groupId, instanceId, regionId, realm))
            .OfType<DeadLetter>()
            .MaxBy(entry => entry.StoreTimestamp);
}
