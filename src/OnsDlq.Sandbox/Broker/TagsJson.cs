using System.Text.Json.Nodes;

namespace OnsDlq.Sandbox.Broker;

/// <summary>Tags the way the service shows them.</summary>
internal static class TagsJson
{
    /// <summary>The list, nested the POP way.</summary>
    public static JsonObject Of(IReadOnlyDictionary<string, string> tags) => new()
    {
        ["Tag"] = new JsonArray([.. tags.Select(tag => (JsonNode)new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]),
    };
}
