using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Operations;

/// <summary>A key with few permissions.</summary>
internal static class Access
{
    /// <summary>Adds the key, with one permission, to the sandbox.</summary>
    public static Task GrantAsync(TestSandbox sandbox, string action, string resource) => GrantAsync(sandbox, (action, resource));

    /// <summary>Adds the key to the sandbox.</summary>
    public static async Task GrantAsync(TestSandbox sandbox, params (string Action, string Resource)[] allowed)
    {
        var statements = allowed.Select(
            one => (JsonNode)new JsonObject { ["Effect"] = "Allow", ["Action"] = one.Action, ["Resource"] = one.Resource });
        var policy = new JsonObject { ["Version"] = "1", ["Statement"] = new JsonArray([.. statements]) };
        var reply = await sandbox.PostAsync(
            "/keys", new JsonObject { ["accessKeyId"] = "limited", ["accessKeySecret"] = "hush", ["policy"] = policy });
        Assert.Equal(200, reply.Status);
    }

    /// <summary>The call, made with that key.</summary>
    public static SignedCall As(SignedCall call) => call with { AccessKeyId = "limited", Secret = "hush" };
}
