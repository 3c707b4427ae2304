using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>An answer, ready to be sent.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The media type.</param>
/// <param name="Body">The bytes.</param>
internal sealed record Answer(int Status, string ContentType, byte[] Body)
{
    private const string JsonType = "application/json;charset=utf-8";
    private const string XmlType = "text/xml;charset=utf-8";
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The result of an operation, with the request ID in front.</summary>
    public static Answer Of(OperationCall call, JsonObject members, AnswerFormat format)
    {
        var result = new JsonObject { ["RequestId"] = call.RequestId };
        foreach (var (name, value) in members) result[name] = value?.DeepClone();
        return Write(200, call.Action + "Response", result, format);
    }

    public static Answer Of(OperationError error, string requestId, string host, AnswerFormat format, int? status = null, string product = "Ons")
    {
        var body = new JsonObject
        {
            ["RequestId"] = requestId,
            ["HostId"] = host,
            ["Code"] = error.Code,
            ["Message"] = error.Message,
            ["Recommend"] = $"https://api.aliyun.com/troubleshoot?q={error.Code}&product={product}&requestId={requestId}",
        };
        if (error.AccessDeniedDetail is { } detail) body["AccessDeniedDetail"] = detail.DeepClone();
        var answer = Write(status ?? error.Status, "Error", body, format);
        return error.RetryAfterMs is { } wait
            ? answer with { Headers = new Dictionary<string, string> { ["x-acs-retry-after"] = FormattableString.Invariant($"{wait}") } }
            : answer;
    }

    /// <summary>Text of another content type, such as the answers of proxies and captive portals.</summary>
    public static Answer Text(int status, string contentType, string text) => new(status, contentType, Encoding.UTF8.GetBytes(text));

    private static Answer Write(int status, string root, JsonObject members, AnswerFormat format) => format == AnswerFormat.Xml
        ? Text(status, XmlType, XmlText.Of(root, members))
        : Text(status, JsonType, members.ToJsonString(Plain));
}
