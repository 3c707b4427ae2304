using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace OnsDlq.Transport;

/// <summary>Reads the error body of the gateway, JSON or XML (ons-api facts 2.3).</summary>
internal static class ErrorBodyReader
{
    private const int LargestXml = 1024 * 1024;

    /// <summary>Reads an error from a JSON object; null where it has no code.</summary>
    public static ErrorBody? FromJson(JsonElement body)
    {
        var code = Either(body, "Code", "code");
        if (string.IsNullOrWhiteSpace(code)) return null;
        var denied = body.Member("AccessDeniedDetail") ?? body.Member("accessDeniedDetail");
        return new ErrorBody(
            code, Either(body, "Message", "message"), Either(body, "RequestId", "requestId"), Either(body, "Recommend", "recommend"),
            denied?.Text("AuthAction"))
        {
            NoPermissionType = denied?.Text("NoPermissionType"),
        };
    }

    /// <summary>Reads an error from XML; null where it is not an <c>Error</c> element with a code. DTDs are not processed.</summary>
    public static ErrorBody? FromXml(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = LargestXml,
            });
            var root = XDocument.Load(reader).Root;
            if (root?.Name.LocalName != "Error" || Child(root, "Code") is not { Length: > 0 } code) return null;
            var denied = root.Elements().FirstOrDefault(element => element.Name.LocalName == "AccessDeniedDetail");
            return new ErrorBody(
                code, Child(root, "Message"), Child(root, "RequestId"), Child(root, "Recommend"),
                denied is null ? null : Child(denied, "AuthAction"))
            {
                NoPermissionType = denied is null ? null : Child(denied, "NoPermissionType"),
            };
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string? Either(JsonElement body, string name, string other) => body.Text(name) ?? body.Text(other);

    private static string? Child(XElement parent, string name) =>
        parent.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim() is { Length: > 0 } text ? text : null;
}
