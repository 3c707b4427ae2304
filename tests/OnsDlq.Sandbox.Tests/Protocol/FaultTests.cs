using System.Text.Json;
using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Protocol;

/// <summary>What a caller sees of each fault, and what the ledger records.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private const string Resend = "OnsDLQMessageResendById";

    private TestSandbox _sandbox = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync();
        var message = new JsonObject { ["instanceId"] = "MQ_INST_x", ["groupId"] = "GID_a", ["topic"] = "t", ["msgId"] = "0A01" };
        Assert.Equal(200, (await _sandbox.PostAsync("/messages", message)).Status);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("acceptThenDrop", 1)]
    [InlineData("dropBefore", 0)]
    public async Task A_dropped_connection_carries_no_answer(string fault, int delivered)
    {
        await FaultAsync(fault);
        var thrown = await Assert.ThrowsAsync<HttpRequestException>(SendAsync);
        Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(thrown.InnerException ?? thrown, false).HttpRequestError);
        await AssertLedgerAsync(delivered);
    }

    [Theory]
    [InlineData("acceptThenTimeout", 1)]
    [InlineData("timeout", 0)]
    public async Task A_silent_service_answers_nothing_until_it_is_stopped(string fault, int delivered)
    {
        await FaultAsync(fault);
        var call = SendAsync();
        while (await CallsAsync() == 0) Assert.False(call.IsCompleted);
        await AssertLedgerAsync(delivered);
        Assert.False(call.IsCompleted);
        _sandbox.Host.Stop();
        await Assert.ThrowsAsync<HttpRequestException>(() => call);
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_the_silence()
    {
        await FaultAsync("timeout");
        using var client = new HttpClient();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var call = client.SendAsync(Call().V3(), giveUp.Token);
        while (await CallsAsync() == 0) Assert.False(call.IsCompleted);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(200, (await _sandbox.SendAsync(_sandbox.Call("GetCallerIdentity").V3())).Status);
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
        await FaultAsync(fault);
        var reply = await SendAsync();
        Assert.Equal(status, reply.Status);
        Assert.StartsWith(type, reply.ContentType);
        Assert.Contains(text, reply.Text);
        await AssertLedgerAsync(0);
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
        await FaultAsync(JsonNode.Parse(rule.Replace('\'', '"'))!.AsObject());

        var reply = await SendAsync();

        Assert.Equal((status, retryAfter), (reply.Status, reply.Headers.TryGetValues("x-acs-retry-after", out var waits) ? Assert.Single(waits) : null));
        Assert.Contains(text, reply.Text);
        await AssertLedgerAsync(0);
    }

    [Fact]
    public async Task A_redirect_leads_to_the_very_call_that_was_made()
    {
        await FaultAsync("redirect:308");
        var request = Call().V3();
        var address = request.RequestUri;
        var reply = await _sandbox.SendAsync(request);
        Assert.Equal(address, reply.Headers.Location);
    }

    [Theory]
    [InlineData("challenge:401")]
    [InlineData("challenge:407")]
    public async Task A_challenge_asks_for_a_password(string fault)
    {
        await FaultAsync(fault);
        var reply = await SendAsync();
        var asked = reply.Status == 407 ? reply.Headers.ProxyAuthenticate : reply.Headers.WwwAuthenticate;
        Assert.Equal("Basic", Assert.Single(asked).Scheme);
    }

    [Fact]
    public async Task Garbage_is_no_JSON_and_the_call_was_executed()
    {
        await FaultAsync("garbage");
        var reply = await SendAsync();
        Assert.Equal(200, reply.Status);
        Assert.ThrowsAny<JsonException>(() => reply.Json);
        await AssertLedgerAsync(1);
    }

    [Fact]
    public async Task Half_a_body_ends_before_its_length()
    {
        await FaultAsync("halfBody");
        using var client = new HttpClient();
        using var response = await client.SendAsync(Call().V3(), HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.True(response.Content.Headers.ContentLength > 2);
        Assert.NotNull(response.Headers.Date);

        using var received = new MemoryStream();
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        var thrown = await Assert.ThrowsAsync<HttpIOException>(() => body.CopyToAsync(received, Cancel));
        Assert.Equal(HttpRequestError.ResponseEnded, thrown.HttpRequestError);
        Assert.Equal(response.Content.Headers.ContentLength / 2, received.Length);
        Assert.StartsWith("{\"RequestId\":", System.Text.Encoding.UTF8.GetString(received.ToArray()));
        await AssertLedgerAsync(1);
    }

    [Fact]
    public async Task A_slow_body_comes_with_time()
    {
        await FaultAsync("slowBody:60000");
        using var client = new HttpClient();
        using var response = await client.SendAsync(Call().V3(), HttpCompletionOption.ResponseHeadersRead, Cancel);
        var reading = response.Content.ReadAsStringAsync(Cancel);
        await AssertLedgerAsync(1);
        Assert.False(reading.IsCompleted);
        while (!reading.IsCompleted)
        {
            _sandbox.Time.Advance(TimeSpan.FromSeconds(6));
            await Task.Yield();
        }

        Assert.NotNull(JsonNode.Parse(await reading)!["RequestId"]);
    }

    [Fact]
    public async Task Another_ID_is_listed_than_the_one_resent()
    {
        await FaultAsync("otherId");
        var reply = await SendAsync();
        Assert.Equal("0A00", (string?)Assert.Single(reply.Json["Data"]!["MsgId"]!.AsArray()));
        await AssertLedgerAsync(1);
    }

    [Fact]
    public async Task A_call_that_is_refused_anyway_does_not_use_a_fault_up()
    {
        await FaultAsync("html");
        Assert.Equal("SignatureDoesNotMatch", (await _sandbox.SendAsync((Call() with { Secret = "wrong" }).V3())).Code);
        Assert.StartsWith("<html>", (await SendAsync()).Text);
    }

    private SignedCall Call() => _sandbox.Call(Resend, ("InstanceId", "MQ_INST_x"), ("GroupId", "GID_a"), ("MsgId", "0A01"));

    /// <summary>Resends the message.</summary>
    private Task<Reply> SendAsync() => _sandbox.SendAsync(Call().V3());

    /// <summary>The next resend has a fault.</summary>
    private Task FaultAsync(string fault) => FaultAsync(new JsonObject { ["nth"] = 1, ["fault"] = fault });

    private async Task FaultAsync(JsonObject rule)
    {
        rule["action"] = Resend;
        Assert.Equal(200, (await _sandbox.PostAsync("/faults", new JsonArray(rule))).Status);
    }

    private async Task<int> CallsAsync()
    {
        var calls = (await _sandbox.GetAsync("/_sandbox/ledger")).Json["calls"]![Resend];
        return calls is null ? 0 : (int)calls["accepted"]! + (int)calls["refused"]!;
    }

    private async Task AssertLedgerAsync(int delivered)
    {
        var ledger = (await _sandbox.GetAsync("/_sandbox/ledger")).Json;
        Assert.Equal(delivered, (int)ledger["calls"]![Resend]!["accepted"]!);
        Assert.Equal(1 - delivered, (int)ledger["calls"]![Resend]!["refused"]!);
        Assert.Equal(delivered, ledger["deliveries"]!.AsArray().Sum(delivery => (int)delivery!["count"]!));
    }
}
