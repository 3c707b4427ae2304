using System.Text.Json;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>OnsMessageDetail on the wire (ons-api facts 1.6): it accepts only GET, and requires every parameter.</summary>
internal static class MessageDetailCodec
{
    public const string Action = "OnsMessageDetail";

    /// <summary>The call that asks for a message.</summary>
    public static ServiceCall Call(string instanceId, string topic, string msgId) => new(
        Action,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["InstanceId"] = instanceId, ["Topic"] = topic, ["MsgId"] = msgId },
        CallKind.Query)
    {
        Method = HttpMethod.Get,
        LargestAnswer = ServiceCall.LargestAnswerWithBodies,
    };

    /// <summary>
    /// Reads the body; null where the answer has none. The body as text, beside it, is not read: bytes that are not text are lost in it.
    /// </summary>
    public static byte[]? Read(ServiceAnswer answer) =>
        answer.Body.Member("Data")?.Member("Body") is { ValueKind: JsonValueKind.String } encoded && encoded.TryGetBytesFromBase64(out var body)
            ? body
            : null;
}
