using System.Text.Json;

namespace OnsDlq.Rehearsal;

/// <summary>The first line of a sandbox's standard output, written when it is ready.</summary>
internal sealed record SandboxReady(Uri Endpoint, Uri Control, string RegionId, string AccessKeyId, string AccessKeySecret)
{
    /// <summary>Reads the line; null where it is another one.</summary>
    public static SandboxReady? Read(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return new SandboxReady(
                new Uri(Text(root, "endpoint")),
                new Uri(Text(root, "control")),
                Text(root, "regionId"),
                Text(root, "accessKeyId"),
                Text(root, "accessKeySecret"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? throw new FormatException(name);
}
