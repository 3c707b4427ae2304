using System.Text.Json;
using OnsDlq.Resend;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>OnsDLQMessageResendById on the wire (ons-api facts 1.3).</summary>
internal static class ResendCodec
{
    /// <summary>The operation's name.</summary>
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
    public static ResendAnswer Read(ServiceAnswer answer)
    {
        // Whatever stands where the IDs belong counts as one, so that an answer in a new form is never taken for "none failed".
        var data = answer.Body.Member("Data");
        var listed = data is { ValueKind: JsonValueKind.Object } wrapper
            ? wrapper.List("MsgId", "MsgId")
            : answer.Body.List("Data", "MsgId");
        return new ResendAnswer(
            answer.RequestId,
            answer.Error?.Code,
            answer.Error?.Message,
            listed.Select(id => id.Text() ?? id.GetRawText()).Where(id => id.Length > 0).ToArray(),
            answer.Tries)
        {
            Date = answer.Date,
        };
    }
}
