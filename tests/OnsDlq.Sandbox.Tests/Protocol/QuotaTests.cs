using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Protocol;

/// <summary>The quotas, as a caller sees them.</summary>
public sealed class QuotaTests
{
    private const string Get = "OnsDLQMessageGetById";

    [Fact]
    public async Task The_calls_of_a_window_are_let_in_and_the_next_waits_for_its_end()
    {
        await using var sandbox = await TestSandbox.StartAsync("--quota", "2/60");
        await AssertCodesAsync(sandbox, Get, "AUTH_RESOURCE_OWNER_ERROR", "AUTH_RESOURCE_OWNER_ERROR");
        var reply = await SendAsync(sandbox, Get);
        Assert.Equal("Throttling.User", reply.Code);
        Assert.Equal(400, reply.Status);

        // The time is 03:04:05, and the window ends with the minute.
        Assert.Equal("55000", Assert.Single(reply.Headers.GetValues("x-acs-retry-after")));
        sandbox.Time.Advance(TimeSpan.FromMilliseconds(54_999));
        Assert.Equal("Throttling.User", (await SendAsync(sandbox, Get)).Code);
        sandbox.Time.Advance(TimeSpan.FromMilliseconds(1));
        await AssertCodesAsync(sandbox, Get, "AUTH_RESOURCE_OWNER_ERROR", "AUTH_RESOURCE_OWNER_ERROR", "Throttling.User");
    }

    [Fact]
    public async Task Each_operation_has_its_own_quota_and_all_keys_share_it()
    {
        await using var sandbox = await TestSandbox.StartAsync("--quota", "1/60");
        await AssertCodesAsync(sandbox, Get, "AUTH_RESOURCE_OWNER_ERROR");
        Assert.NotEqual("Throttling.User", (await SendAsync(sandbox, "OnsDLQMessageResendById")).Code);
        await sandbox.PostAsync("/keys", new JsonObject { ["accessKeyId"] = "second", ["accessKeySecret"] = "testsecret" });
        var call = sandbox.Call(Get, ("GroupId", "GID_a"), ("MsgId", "0A01")) with { AccessKeyId = "second" };
        Assert.Equal("Throttling.User", (await sandbox.SendAsync(call.V3())).Code);
        await AssertCodesAsync(sandbox, "GetCallerIdentity", null, null, null);
    }

    [Fact]
    public async Task A_call_that_is_refused_before_takes_nothing_from_the_quota()
    {
        await using var sandbox = await TestSandbox.StartAsync("--quota", "1/60");
        var forged = sandbox.Call(Get, ("GroupId", "GID_a"), ("MsgId", "0A01")) with { Secret = "wrong" };
        Assert.Equal("SignatureDoesNotMatch", (await sandbox.SendAsync(forged.V3())).Code);
        await AssertCodesAsync(sandbox, Get, "AUTH_RESOURCE_OWNER_ERROR", "Throttling.User");
    }

    [Theory]
    [InlineData("default", 600)]
    [InlineData("off", 700)]
    public async Task The_service_takes_600_calls_a_minute_unless_told_otherwise(string quota, int taken)
    {
        await using var sandbox = await TestSandbox.StartAsync("--quota", quota);
        var codes = new List<string?>();
        for (var i = 0; i < 700; i++) codes.Add((await SendAsync(sandbox, Get)).Code);
        Assert.Equal(taken, codes.Count(code => code == "AUTH_RESOURCE_OWNER_ERROR"));
        Assert.Equal(700 - taken, codes.Count(code => code == "Throttling.User"));
    }

    [Fact]
    public async Task Latency_holds_every_answer_back()
    {
        await using var sandbox = await TestSandbox.StartAsync("--latency", "250");
        var answer = SendAsync(sandbox, "GetCallerIdentity");

        // The clock may advance only after the call has been checked.
        while ((await sandbox.GetAsync("/_sandbox/ledger")).Json["calls"]!["GetCallerIdentity"] is null) Assert.False(answer.IsCompleted);
        Assert.False(answer.IsCompleted);
        while (!answer.IsCompleted)
        {
            sandbox.Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }

        Assert.Equal(200, (await answer).Status);
    }

    private static async Task AssertCodesAsync(TestSandbox sandbox, string action, params string?[] codes)
    {
        foreach (var code in codes) Assert.Equal(code, (await SendAsync(sandbox, action)).Code);
    }

    private static Task<Reply> SendAsync(TestSandbox sandbox, string action) =>
        sandbox.SendAsync(sandbox.Call(action, ("GroupId", "GID_a"), ("MsgId", "0A01")).V3());
}
