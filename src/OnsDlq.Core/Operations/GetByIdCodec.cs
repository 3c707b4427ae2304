using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>OnsDLQMessageGetById on the wire (ons-api facts 1.2).</summary>
internal static class GetByIdCodec
{
    public const string Action = "OnsDLQMessageGetById";

    /// <summary>The call that asks for a message.</summary>
    public static ServiceCall Call(string groupId, string msgId, string? instanceId)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["GroupId"] = groupId, ["MsgId"] = msgId };
        if (!string.IsNullOrEmpty(instanceId)) parameters["InstanceId"] = instanceId;
        return new ServiceCall(Action, parameters, CallKind.Query) { LargestAnswer = ServiceCall.LargestAnswerWithBodies };
    }

    /// <summary>
    /// Reads an answer: the dead letter, the latest entry where there are several, or null where there is none. An entry of a message that was
    /// not asked for is preferred, so that the mismatch is not overlooked.
    /// </summary>
    public static DeadLetter? Read(
        ServiceAnswer answer, string groupId, string msgId, string? instanceId, string regionId, string? realm = null, bool withBody = false) =>
        answer.Body.List("Data", "OnsRestMessageDo")
            .Select(entry => DeadLetterEntry.Read(entry, groupId, instanceId, regionId, realm, withBody))
            .OfType<DeadLetter>()
            .MaxBy(entry => (Difference(entry, msgId, instanceId) is not null, entry.StoreTimestamp));

    /// <summary>
    /// Describes how an entry differs from the message that was asked for; null where it does not. This matters because a message has two IDs,
    /// and the instance may be left to the service: under two names one message would have two keys, and be sent once for each.
    /// </summary>
    public static string? Difference(DeadLetter found, string msgId, string? instanceId)
    {
        if (!found.MsgId.Equals(msgId, StringComparison.OrdinalIgnoreCase)) return $"message {PlainText.Of(found.MsgId, 128)}";
        return string.IsNullOrEmpty(instanceId) || instanceId.Equals(found.InstanceId, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"a message of instance {PlainText.Of(found.InstanceId ?? "", 128)}";
    }
}
