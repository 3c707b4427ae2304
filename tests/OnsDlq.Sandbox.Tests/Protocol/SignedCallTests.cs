using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Protocol;

/// <summary>Which calls are accepted and which are refused, over real connections.</summary>
public sealed class SignedCallTests
{
    [Theory]
    [InlineData("GET", false)]
    [InlineData("POST", false)]
    [InlineData("POST", true)]
    public async Task A_rightly_signed_V1_call_is_let_in(string method, bool inForm)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var call = sandbox.Call("GetCallerIdentity", ("Note", "a b*~é+/&=")) with { Method = HttpMethod.Parse(method) };
        var reply = await sandbox.SendAsync(call.V1(inForm));
        Assert.Equal(200, reply.Status);
        Assert.Equal("Account", (string?)reply.Json["IdentityType"]);
        Assert.Equal((string?)reply.Json["RequestId"], Assert.Single(reply.Headers.GetValues("x-acs-request-id")));
    }

    [Fact]
    public async Task A_V1_call_with_its_parameters_half_in_the_query_and_half_in_a_form_is_let_in()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var call = sandbox.Call("OnsDLQMessageGetById", ("GroupId", "GID a*~é+/&="), ("MsgId", "0A01"));
        Assert.Equal("AUTH_RESOURCE_OWNER_ERROR", (await sandbox.SendAsync(call.V1Mixed())).Code);
    }

    [Theory]
    [InlineData("GET", null)]
    [InlineData("POST", null)]
    [InlineData("POST", "Note=in%20a%20form")]
    public async Task A_rightly_signed_V3_call_is_let_in(string method, string? form)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var call = sandbox.Call("GetCallerIdentity", ("Note", "a b*~é+/&="), ("Empty", "")) with { Method = HttpMethod.Parse(method) };
        var reply = await sandbox.SendAsync(call.V3(form));
        Assert.Equal(200, reply.Status);
        Assert.Equal("application/json; charset=utf-8", reply.ContentType);
    }

    [Theory]
    [InlineData("Signature", "bm9uc2Vuc2U=", 400, "SignatureDoesNotMatch")]
    [InlineData("Note", "changed", 400, "SignatureDoesNotMatch")]
    [InlineData("AccessKeyId", "nobody", 404, "InvalidAccessKeyId.NotFound")]
    [InlineData("Signature", null, 400, "MissingSignature")]
    [InlineData("AccessKeyId", null, 400, "MissingAccessKeyId")]
    [InlineData("SignatureNonce", null, 400, "MissingSignatureNonce")]
    [InlineData("Timestamp", null, 400, "MissingTimestamp")]
    [InlineData("Timestamp", "2024-01-02 03:04:05", 400, "InvalidTimeStamp.Format")]
    [InlineData("SignatureMethod", "HMAC-SHA256", 400, "InvalidSignatureMethod")]
    [InlineData("SignatureVersion", "2.0", 400, "InvalidSignatureVersion")]
    [InlineData("SecurityToken", "CAISnever", 400, "InvalidSecurityToken.Malformed")]
    [InlineData("Action", "Nope", 404, "InvalidAction.NotFound")]
    [InlineData("Action", null, 400, "MissingAction")]
    [InlineData("Version", "2019-02-14", 400, "InvalidVersion")]
    [InlineData("Version", null, 400, "MissingVersion")]
    public async Task A_V1_call_with_a_wrong_part_is_refused(string part, string? value, int status, string code)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var call = sandbox.Call("GetCallerIdentity", ("Note", "as signed")) with
        {
            Tampered = new Dictionary<string, string?> { [part] = value },
        };
        await AssertRefused(sandbox, call.V1(), status, code);
    }

    [Theory]
    [InlineData("x-acs-version", "2019-02-14", 400, "InvalidVersion")]
    [InlineData("x-acs-action", null, 400, "MissingAction")]
    [InlineData("x-acs-date", null, 400, "MissingTimestamp")]
    [InlineData("x-acs-date", "yesterday", 400, "InvalidTimeStamp.Format")]
    [InlineData("x-acs-signature-nonce", null, 400, "MissingSignatureNonce")]
    [InlineData("x-acs-signature-nonce", "another", 400, "SignatureDoesNotMatch")]
    [InlineData("x-acs-content-sha256", null, 400, "IncompleteSignature")]
    [InlineData("x-acs-content-sha256", "e3b0", 400, "SignatureDoesNotMatch")]
    [InlineData("x-acs-unsigned", "1", 400, "IncompleteSignature")]
    [InlineData("content-type", "application/json", 400, "IncompleteSignature")]
    [InlineData("authorization", null, 400, "IncompleteSignature")]
    [InlineData("authorization", "ACS3-HMAC-SHA256 Credential=testid", 400, "IncompleteSignature")]
    [InlineData("authorization", "ACS3-HMAC-SM3 Credential=testid,SignedHeaders=host,Signature=0", 400, "InvalidSignatureMethod")]
    public async Task A_V3_call_with_a_wrong_part_is_refused(string part, string? value, int status, string code)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var call = sandbox.Call("GetCallerIdentity") with { Tampered = new Dictionary<string, string?> { [part] = value } };
        await AssertRefused(sandbox, call.V3(), status, code);
    }

    [Fact]
    public async Task A_body_that_is_not_the_one_hashed_is_refused()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var request = sandbox.Call("GetCallerIdentity").V3();
        request.Content = new ByteArrayContent("Note=smuggled"u8.ToArray());
        await AssertRefused(sandbox, request, 400, "SignatureDoesNotMatch");
    }

    [Theory]
    [InlineData(-14 * 60 - 59, true)]
    [InlineData(14 * 60 + 59, true)]
    [InlineData(-15 * 60 - 1, false)]
    [InlineData(15 * 60 + 1, false)]
    public async Task The_signing_time_may_be_15_minutes_off(int seconds, bool taken)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var call = sandbox.Call("GetCallerIdentity");
        call = call with { Time = call.Time.AddSeconds(seconds) };
        if (taken)
        {
            Assert.Equal(200, (await sandbox.SendAsync(call.V1())).Status);
            Assert.Equal(200, (await sandbox.SendAsync((call with { Nonce = "other" }).V3())).Status);
        }
        else
        {
            await AssertRefused(sandbox, call.V1(), 400, "InvalidTimeStamp.Expired");
            await AssertRefused(sandbox, call.V3(), 400, "InvalidTimeStamp.Expired");
        }
    }

    [Fact]
    public async Task A_nonce_serves_once()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var call = sandbox.Call("GetCallerIdentity");
        Assert.Equal(200, (await sandbox.SendAsync(call.V3())).Status);
        await AssertRefused(sandbox, call.V3(), 400, "SignatureNonceUsed");
        await AssertRefused(sandbox, call.V1(), 400, "SignatureNonceUsed");
    }

    [Fact]
    public async Task A_forged_call_does_not_use_up_the_nonce_of_a_true_one()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var call = sandbox.Call("GetCallerIdentity");
        await AssertRefused(sandbox, (call with { Secret = "guessed" }).V3(), 400, "SignatureDoesNotMatch");
        Assert.Equal(200, (await sandbox.SendAsync(call.V3())).Status);
    }

    [Fact]
    public async Task A_mismatch_echoes_what_the_service_would_have_signed()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var reply = await sandbox.SendAsync((sandbox.Call("GetCallerIdentity") with { Secret = "wrong" }).V1());
        Assert.Contains("server string to sign is:POST&%2F&AccessKeyId%3Dtestid%26", reply.Message);
    }

    [Fact]
    public async Task A_V3_mismatch_has_words_of_its_own_and_echoes_the_security_token()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var key = new JsonObject { ["accessKeyId"] = "STS.a", ["accessKeySecret"] = "s", ["securityToken"] = "CAIStoken" };
        Assert.Equal(200, (await sandbox.PostAsync("/keys", key)).Status);

        var reply = await sandbox.SendAsync((sandbox.Call("GetCallerIdentity") with { AccessKeyId = "STS.a", Secret = "wrong", Token = "CAIStoken" }).V3());

        Assert.StartsWith("Specified signature does not match our calculation. server string to sign is:ACS3-HMAC-SHA256\n", reply.Message);
        Assert.Contains("x-acs-security-token:CAIStoken", reply.Message);
    }

    [Theory]
    [InlineData("2019-02-14", "OnsDLQMessageGetById", "Ons")]
    [InlineData("2015-04-01", "GetCallerIdentity", "Sts")]
    [InlineData("2015-04-01", "Nope", "Sts")]
    public async Task Help_is_recommended_for_the_product_that_was_called(string version, string action, string product)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var reply = await sandbox.SendAsync((sandbox.Call(action) with { Version = version, Secret = "wrong" }).V3());

        Assert.Contains($"&product={product}&", (string?)reply.Json["Recommend"]);
    }

    [Fact]
    public async Task The_date_header_shows_the_moved_clock_of_the_service()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        sandbox.Host.Clock.Offset = TimeSpan.FromHours(-2);
        var reply = await sandbox.SendAsync(sandbox.Call("GetCallerIdentity").V3());
        Assert.Equal(200, reply.Status);
        Assert.Equal(new DateTimeOffset(2024, 1, 2, 1, 4, 5, TimeSpan.Zero), reply.Headers.Date);
    }

    [Fact]
    public async Task V1_without_a_format_is_answered_in_XML()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var reply = await sandbox.SendAsync((sandbox.Call("GetCallerIdentity") with { Format = null }).V1());
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><GetCallerIdentityResponse><RequestId>", reply.Text);
        var error = await sandbox.SendAsync((sandbox.Call("GetCallerIdentity") with { Format = null, Secret = "wrong" }).V1());
        Assert.Contains("<Error><RequestId>", error.Text);
        Assert.Contains("<Code>SignatureDoesNotMatch</Code>", error.Text);
        Assert.Equal("text/xml; charset=utf-8", error.ContentType);
    }

    [Fact]
    public async Task A_method_other_than_GET_and_POST_is_refused()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        await AssertRefused(sandbox, (sandbox.Call("GetCallerIdentity") with { Method = HttpMethod.Put }).V1(), 400,
            "UnsupportedHTTPMethod");
    }

    private static async Task AssertRefused(TestSandbox sandbox, HttpRequestMessage request, int status, string code)
    {
        var reply = await sandbox.SendAsync(request);
        Assert.Equal(code, reply.Code);
        Assert.Equal(status, reply.Status);
        JsonObject body = reply.Json;
        Assert.Equal(sandbox.Endpoint.Authority, (string?)body["HostId"]);
        Assert.Equal((string?)body["RequestId"], Assert.Single(reply.Headers.GetValues("x-acs-request-id")));
        Assert.Contains(code, (string?)body["Recommend"]);
        Assert.NotEqual("", reply.Message);
    }
}
