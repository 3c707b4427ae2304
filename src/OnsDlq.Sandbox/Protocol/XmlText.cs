using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>Writes the members of an answer as XML: an array is its name repeated, as in <c>&lt;MsgFoundList&gt;</c>.</summary>
internal static class XmlText
{
    /// <summary>The document as text.</summary>
    public static string Of(string root, JsonObject members) =>
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + new XElement(root, Elements(members)).ToString(SaveOptions.DisableFormatting);

    private static IEnumerable<XElement> Elements(JsonObject members) => members.SelectMany(member => Elements(member.Key, member.Value));

    private static IEnumerable<XElement> Elements(string name, JsonNode? value) => value switch
    {
        null => [],
        JsonArray array => array.SelectMany(item => Elements(name, item)),
        JsonObject inner => [new XElement(XmlConvert.EncodeLocalName(name), Elements(inner))],
        _ => [new XElement(XmlConvert.EncodeLocalName(name), Scalar(value))],
    };

    // Characters that are not allowed in XML, which a message key or body may contain, are left out.
    private static string Scalar(JsonNode value)
    {
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return string.Concat(text.EnumerateRunes().Where(rune => rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value)));
    }
}
