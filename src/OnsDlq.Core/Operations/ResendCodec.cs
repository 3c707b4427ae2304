using System.Text.Json;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>OnsDLQMessageResendById on the wire (ons-api facts 1.3).</summary>
internal static class ResendCodec
{
    public const string Action = "OnsDLQMessageResendById";

    /// <summary>The call that resends a message.</summary>
    public static ServiceCall Call(MessageReference message)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GroupId"] = message.GroupId,
            ["MsgId"] = message.MsgId,
        };
        if (!string.IsNullOrEmpty(message.InstanceId)) parameters["InstanceId"] = message.InstanceId;
        return new ServiceCall(Action, parameters, CallKind.Resend);
    }

    /// <summary>Reads an answer without judging it.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="msgId">The message that was to be resent.</param>
    public static ResendAnswer Read(ServiceAnswer answer, string msgId) => new(
        answer.RequestId,
        answer.Error?.Code,
        answer.Error?.Message,
        Listed(answer.Body.Member("Data")).Select(id => id.Text() ?? id.GetRawText()).ToArray(),
        answer.Tries)
    {
        Date = answer.Date,
        Oddity = ResendScrutiny.Oddity(answer.Body, msgId),
    };

    // Any value in the place of the IDs counts as an ID, so that an answer in a new form is never taken for "none failed".
    private static IEnumerable<JsonElement> Listed(JsonElement? data) => data switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } bare => bare.EnumerateArray(),
        { ValueKind: JsonValueKind.Object } wrapper => wrapper.Member("MsgId") switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } ids => ids.EnumerateArray(),
            { ValueKind: JsonValueKind.Object } inner when inner.EnumerateObject().All(member => member.NameEquals("MsgId")) => Listed(inner),
            { } single => [single],
        },
        { } single => [single],
    };
}
