using System.Text.Json.Nodes;

namespace OnsDlq.Sandbox.Broker;

/// <summary>Tags in the form of the service.</summary>
internal static class TagsJson
{
    /// <summary>The list, nested as in POP.</summary>
    public static JsonObject Of(IReadOnlyDictionary<string, string> tags) => new()
    {
        ["Tag"] = new JsonArray([.. tags.Select(tag => (JsonNode)new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]),
    };
}
