using System.Text.Json;
using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Protocol;

/// <summary>What a caller sees of each fault, and what the ledger records.</summary>
public sealed class FaultTests
{
    private const string Resend = "OnsDLQMessageResendById";

    [Theory]
    [InlineData("acceptThenDrop", 1)]
    [InlineData("dropBefore", 0)]
    public async Task A_dropped_connection_carries_no_answer(string fault, int delivered)
    {
        await using var sandbox = await StartAsync(fault);
        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.SendAsync(Call(sandbox).V3()));
        Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(thrown.InnerException ?? thrown, false).HttpRequestError);
        await AssertLedgerAsync(sandbox, delivered);
    }

    [Theory]
    [InlineData("acceptThenTimeout", 1)]
    [InlineData("timeout", 0)]
    public async Task A_silent_service_answers_nothing_until_it_is_stopped(string fault, int delivered)
    {
        await using var sandbox = await StartAsync(fault);
        var call = sandbox.SendAsync(Call(sandbox).V3());
        while (await CallsAsync(sandbox) == 0) Assert.False(call.IsCompleted);
        await AssertLedgerAsync(sandbox, delivered);
        Assert.False(call.IsCompleted);
        sandbox.Host.Stop();
        await Assert.ThrowsAsync<HttpRequestException>(() => call);
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_the_silence()
    {
        await using var sandbox = await StartAsync("timeout");
        using var client = new HttpClient();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var call = client.SendAsync(Call(sandbox).V3(), giveUp.Token);
        while (await CallsAsync(sandbox) == 0) Assert.False(call.IsCompleted);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(200, (await sandbox.SendAsync(sandbox.Call("GetCallerIdentity").V3())).Status);
    }

    [Theory]
    [InlineData("throttle", 400, "application/json", "\"Code\":\"Throttling.User\"")]
    [InlineData("status:500", 500, "application/json", "\"Code\":\"InternalError\"")]
    [InlineData("status:503", 503, "application/json", "\"Code\":\"ServiceUnavailable\"")]
    [InlineData("status:502", 502, "text/html", "502 Bad Gateway")]
    [InlineData("status:504", 504, "text/html", "504 Gateway Time-out")]
    [InlineData("status:403", 403, "application/json", "\"Code\":\"Forbidden\"")]
    [InlineData("status:418", 418, "application/json", "\"Code\":\"InvalidParameter\"")]
    [InlineData("html", 200, "text/html", "<html>")]
    [InlineData("xmlError", 400, "text/xml", "<Code>InvalidParameter.Format</Code>")]
    [InlineData("errorInside200", 200, "application/json", "\"Code\":\"ONS_SYSTEM_ERROR\"")]
    [InlineData("redirect:307", 307, "text/html", "Moved")]
    [InlineData("challenge:401", 401, "text/html", "Authorization")]
    [InlineData("challenge:407", 407, "text/html", "Authorization")]
    public async Task What_is_answered_in_place_of_an_execution(string fault, int status, string type, string text)
    {
        await using var sandbox = await StartAsync(fault);
        var reply = await sandbox.SendAsync(Call(sandbox).V3());
        Assert.Equal(status, reply.Status);
        Assert.StartsWith(type, reply.ContentType);
        Assert.Contains(text, reply.Text);
        await AssertLedgerAsync(sandbox, 0);
    }

    [Theory]
    [InlineData(
        "{'fault':'status:400','code':'FlowControl.User','message':'Slower.','retryAfterMs':250}", 400, "\"Code\":\"FlowControl.User\",\"Message\":\"Slower.\"",
        "250")]
    [InlineData("{'fault':'status:503','retryAfterMs':1000}", 503, "\"Code\":\"ServiceUnavailable\"", "1000")]
    [InlineData("{'fault':'status:400','code':'ONS_SYSTEM_FLOW_CONTROL'}", 400, "\"Code\":\"ONS_SYSTEM_FLOW_CONTROL\"", null)]
    [InlineData("{'fault':'throttle','retryAfterMs':70}", 400, "\"Code\":\"Throttling.User\"", "70")]
    public async Task A_refusal_has_the_code_and_the_mark_for_throttling_that_it_is_given(string rule, int status, string text, string? retryAfter)
    {
        await using var sandbox = await StartAsync(JsonNode.Parse(rule.Replace('\'', '"'))!.AsObject());

        var reply = await sandbox.SendAsync(Call(sandbox).V3());

        Assert.Equal((status, retryAfter), (reply.Status, reply.Headers.TryGetValues("x-acs-retry-after", out var waits) ? Assert.Single(waits) : null));
        Assert.Contains(text, reply.Text);
        await AssertLedgerAsync(sandbox, 0);
    }

    [Fact]
    public async Task A_redirect_leads_to_the_very_call_that_was_made()
    {
        await using var sandbox = await StartAsync("redirect:308");
        var request = Call(sandbox).V3();
        var address = request.RequestUri;
        var reply = await sandbox.SendAsync(request);
        Assert.Equal(address, reply.Headers.Location);
    }

    [Theory]
    [InlineData("challenge:401")]
    [InlineData("challenge:407")]
    public async Task A_challenge_asks_for_a_password(string fault)
    {
        await using var sandbox = await StartAsync(fault);
        var reply = await sandbox.SendAsync(Call(sandbox).V3());
        var asked = reply.Status == 407 ? reply.Headers.ProxyAuthenticate : reply.Headers.WwwAuthenticate;
        Assert.Equal("Basic", Assert.Single(asked).Scheme);
    }

    [Fact]
    public async Task Garbage_is_no_JSON_and_the_call_was_executed()
    {
        await using var sandbox = await StartAsync("garbage");
        var reply = await sandbox.SendAsync(Call(sandbox).V3());
        Assert.Equal(200, reply.Status);
        Assert.ThrowsAny<JsonException>(() => reply.Json);
        await AssertLedgerAsync(sandbox, 1);
    }

    [Fact]
    public async Task Half_a_body_ends_before_its_length()
    {
        await using var sandbox = await StartAsync("halfBody");
        using var client = new HttpClient();
        using var response = await client.SendAsync(
            Call(sandbox).V3(), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.True(response.Content.Headers.ContentLength > 2);
        Assert.NotNull(response.Headers.Date);

        using var received = new MemoryStream();
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var thrown = await Assert.ThrowsAsync<HttpIOException>(() => body.CopyToAsync(received, TestContext.Current.CancellationToken));
        Assert.Equal(HttpRequestError.ResponseEnded, thrown.HttpRequestError);
        Assert.Equal(response.Content.Headers.ContentLength / 2, received.Length);
        Assert.StartsWith("{\"RequestId\":", System.Text.Encoding.UTF8.GetString(received.ToArray()));
        await AssertLedgerAsync(sandbox, 1);
    }

    [Fact]
    public async Task A_slow_body_comes_with_time()
    {
        await using var sandbox = await StartAsync("slowBody:60000");
        using var client = new HttpClient();
        using var response = await client.SendAsync(
            Call(sandbox).V3(), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var reading = response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        await AssertLedgerAsync(sandbox, 1);
        Assert.False(reading.IsCompleted);
        while (!reading.IsCompleted)
        {
            sandbox.Time.Advance(TimeSpan.FromSeconds(6));
            await Task.Yield();
        }

        Assert.NotNull(JsonNode.Parse(await reading)!["RequestId"]);
    }

    [Fact]
    public async Task Another_ID_is_listed_than_the_one_resent()
    {
        await using var sandbox = await StartAsync("otherId");
        var reply = await sandbox.SendAsync(Call(sandbox).V3());
        Assert.Equal("0A00", (string?)Assert.Single(reply.Json["Data"]!["MsgId"]!.AsArray()));
        await AssertLedgerAsync(sandbox, 1);
    }

    [Fact]
    public async Task A_call_that_is_refused_anyway_does_not_use_a_fault_up()
    {
        await using var sandbox = await StartAsync("html");
        Assert.Equal("SignatureDoesNotMatch", (await sandbox.SendAsync((Call(sandbox) with { Secret = "wrong" }).V3())).Code);
        Assert.StartsWith("<html>", (await sandbox.SendAsync(Call(sandbox).V3())).Text);
    }

    private static Task<TestSandbox> StartAsync(string fault) => StartAsync(new JsonObject { ["nth"] = 1, ["fault"] = fault });

    private static async Task<TestSandbox> StartAsync(JsonObject rule)
    {
        var sandbox = await TestSandbox.StartAsync();
        var message = new JsonObject { ["instanceId"] = "MQ_INST_x", ["groupId"] = "GID_a", ["topic"] = "t", ["msgId"] = "0A01" };
        Assert.Equal(200, (await sandbox.PostAsync("/messages", message)).Status);
        rule["action"] = Resend;
        Assert.Equal(200, (await sandbox.PostAsync("/faults", new JsonArray(rule))).Status);
        return sandbox;
    }

    private static SignedCall Call(TestSandbox sandbox) =>
        sandbox.Call(Resend, ("InstanceId", "MQ_INST_x"), ("GroupId", "GID_a"), ("MsgId", "0A01"));

    private static async Task<int> CallsAsync(TestSandbox sandbox)
    {
        var calls = (await sandbox.GetAsync("/_sandbox/ledger")).Json["calls"]![Resend];
        return calls is null ? 0 : (int)calls["accepted"]! + (int)calls["refused"]!;
    }

    private static async Task AssertLedgerAsync(TestSandbox sandbox, int delivered)
    {
        var ledger = (await sandbox.GetAsync("/_sandbox/ledger")).Json;
        Assert.Equal(delivered, (int)ledger["calls"]![Resend]!["accepted"]!);
        Assert.Equal(1 - delivered, (int)ledger["calls"]![Resend]!["refused"]!);
        Assert.Equal(delivered, ledger["deliveries"]!.AsArray().Sum(delivery => (int)delivery!["count"]!));
    }
}
