using System.Collections.Frozen;
using System.Text.Json;
using OnsDlq.Errors;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>
/// Searches a 200 answer to a resend for anything that a plain success does not have. Queries are read tolerantly; here a member that is
/// overlooked could turn a failure into a success.
/// </summary>
internal static class ResendScrutiny
{
    private static readonly FrozenSet<string> ErrorNames = new[]
    {
        "Code", "ErrorCode", "ErrCode", "Message", "ErrorMessage", "ErrMsg", "Error", "Errors", "Exception",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Describes what is unusual in an answer; null where nothing is. The list in Data.MsgId is judged elsewhere.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="msgId">The message that was to be resent.</param>
    public static string? Oddity(JsonElement body, string msgId)
    {
        if (body.Member("RequestId") is { ValueKind: not JsonValueKind.String }) return "Its request ID is no text.";
        return Strangers(body).Select(member => OfMember(member, msgId)).FirstOrDefault(odd => odd is not null);
    }

    /// <summary>Every member of the answer except the list that belongs there.</summary>
    private static IEnumerable<JsonProperty> Strangers(JsonElement body) => body.EnumerateObject().SelectMany(member =>
        !member.NameEquals("Data") ? [member]
        : member.Value.ValueKind == JsonValueKind.Object ? member.Value.EnumerateObject().Where(inner => !inner.NameEquals("MsgId"))
        : []);

    private static string? OfMember(JsonProperty member, string msgId)
    {
        var shown = PlainText.Of(member.Name, 50);
        if (ErrorNames.Contains(member.Name) && !IsNothing(member.Value)) return $"It has a member '{shown}', as errors have.";
        if (member.Name.Equals("Success", StringComparison.OrdinalIgnoreCase) && !IsTrue(member.Value)) return $"Its member '{shown}' is not true.";
        if (member.Name.Equals("MsgId", StringComparison.OrdinalIgnoreCase) && !IsNothing(member.Value)) return $"It lists messages in '{shown}', where none belong.";
        return OfValue(member.Value, shown, msgId);
    }

    private static string? OfValue(JsonElement value, string name, string msgId) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Select(member => OfMember(member, msgId)).FirstOrDefault(odd => odd is not null),
        JsonValueKind.Array => value.EnumerateArray().Select(item => OfValue(item, name, msgId)).FirstOrDefault(odd => odd is not null),
        JsonValueKind.String when msgId.Equals(value.Text(), StringComparison.OrdinalIgnoreCase) => $"It names the message in '{name}', where none belongs.",
        _ => null,
    };

    private static bool IsTrue(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.Null
        || string.Equals(value.Text(), "true", StringComparison.OrdinalIgnoreCase);

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.String => value.Text()!.Length == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };
}
