using System.Globalization;
using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Operations;

/// <summary>A sandbox with one dead letter, its resends and its traces.</summary>
internal static class TraceBench
{
    public const string Id = "0A1F070C000000000000000000000001";

    public static async Task<TestSandbox> StartAsync(string consumer = "succeed", double returnAfter = 0)
    {
        var sandbox = await TestSandbox.StartAsync();
        var message = new JsonObject
        {
            ["instanceId"] = "I",
            ["groupId"] = "G",
            ["topic"] = "orders",
            ["msgId"] = Id,
            ["keys"] = "k1 k2",
            ["consumer"] = consumer,
        };
        if (returnAfter > 0) message["returnAfterSeconds"] = returnAfter;
        Assert.Equal(200, (await sandbox.PostAsync("/messages", message)).Status);
        sandbox.Time.Advance(TimeSpan.FromSeconds(1));
        return sandbox;
    }

    public static async Task<long> ResendAsync(TestSandbox sandbox)
    {
        var call = sandbox.Call("OnsDLQMessageResendById", ("InstanceId", "I"), ("GroupId", "G"), ("MsgId", Id));
        Assert.Equal(200, (await sandbox.SendAsync(call.V3())).Status);
        return Now(sandbox);
    }

    /// <summary>Sets how traces are written and found.</summary>
    public static async Task SetAsync(TestSandbox sandbox, string name, JsonNode value) =>
        Assert.Equal(200, (await sandbox.PostAsync("/traces", new JsonObject { [name] = value })).Status);

    public static Task<Reply> SendQueryAsync(TestSandbox sandbox, string name, string value = Id) => sandbox.SendAsync(sandbox.Call(
        "OnsTraceQueryBy" + name,
        ("InstanceId", "I"),
        ("Topic", "orders"),
        (name, value),
        ("BeginTime", "0"),
        ("EndTime", Now(sandbox).ToString(CultureInfo.InvariantCulture))).V3());

    public static async Task<string> QueryAsync(TestSandbox sandbox, string name = "MsgId", string value = Id) =>
        (string)(await SendQueryAsync(sandbox, name, value)).Json["QueryId"]!;

    public static async Task<JsonObject> ResultAsync(TestSandbox sandbox, string queryId) =>
        (await sandbox.SendAsync(sandbox.Call("OnsTraceGetResult", ("QueryId", queryId)).V3())).Json["TraceData"]!.AsObject();

    public static async Task<JsonObject> TraceAsync(TestSandbox sandbox) => await ResultAsync(sandbox, await QueryAsync(sandbox));

    public static JsonNode? Group(JsonObject data) =>
        Assert.Single(data["TraceList"]!["TraceMapDo"]!.AsArray())!["SubList"]!["SubMapDo"]!.AsArray().SingleOrDefault();

    public static JsonArray Tries(JsonObject data) => Group(data)!["ClientList"]!["SubClientInfoDo"]!.AsArray();

    public static long Now(TestSandbox sandbox) => sandbox.Host.Clock.GetUtcNow().ToUnixTimeMilliseconds();
}
