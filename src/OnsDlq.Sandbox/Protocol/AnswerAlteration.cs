using System.Text.Json.Nodes;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>The changes that faults make to the answer of an executed call.</summary>
internal static class AnswerAlteration
{
    private const int GarbageBytes = 512;

    /// <summary>The result with another message ID in <c>Data.MsgId</c>.</summary>
    public static JsonObject WithOtherId(JsonObject result, string? msgId)
    {
        var other = Other(msgId);
        var altered = (JsonObject)result.DeepClone();
        if (altered["Data"] is not JsonObject data) altered["Data"] = data = [];
        data["MsgId"] = data["MsgId"] is JsonValue ? JsonValue.Create(other) : new JsonArray(JsonValue.Create(other));
        return altered;
    }

    /// <summary>The answer with a body of random bytes that are not JSON.</summary>
    public static Answer Garbled(Answer answer)
    {
        var body = new byte[GarbageBytes];
        for (var i = 0; i < body.Length; i++) body[i] = (byte)((i * 167) + 0x80);
        return answer with { Body = body };
    }

    private static string Other(string? msgId) => string.IsNullOrEmpty(msgId)
        ? "0BC16699165C03B925DB8A404E2D0000"
        : msgId[..^1] + (msgId[^1] == '0' ? '1' : '0');
}
