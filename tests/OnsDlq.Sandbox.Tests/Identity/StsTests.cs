using System.Text;
using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Identity;

/// <summary>Assuming roles.</summary>
public sealed class StsTests
{
    private const string Arn = "acs:ram::1880770869021234:role/dlq";
    private const string Provider = "acs:ram::1880770869021234:oidc-provider/idp";

    private const string Reading = """
        {"Version":"1","Statement":[{"Effect":"Allow","Action":["mq:Query*","mq:OnsInstanceBaseInfo"],"Resource":"*"}]}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_assumed_role_can_call_until_its_session_ends(bool v3)
    {
        await using var sandbox = await StartAsync(new JsonObject { ["roleName"] = "dlq" });
        var call = sandbox.Call("AssumeRole", ("RoleArn", Arn), ("RoleSessionName", "night-run"), ("DurationSeconds", "900"))
            with
        { Method = v3 ? HttpMethod.Post : HttpMethod.Get };
        var session = (await sandbox.SendAsync(v3 ? call.V3() : call.V1())).Json;
        Assert.Equal("acs:ram::1880770869021234:assumed-role/dlq/night-run", (string?)session["AssumedRoleUser"]!["Arn"]);
        Assert.Equal("2024-01-02T03:19:05Z", (string?)session["Credentials"]!["Expiration"]);
        Assert.StartsWith("STS.", (string?)session["Credentials"]!["AccessKeyId"]);

        var who = await SendAsync(sandbox, session, "GetCallerIdentity");
        Assert.Equal("AssumedRoleUser", (string?)who.Json["IdentityType"]);
        Assert.Equal((string?)session["AssumedRoleUser"]!["AssumedRoleId"], (string?)who.Json["PrincipalId"]);
        sandbox.Time.Advance(TimeSpan.FromSeconds(899));
        Assert.Equal(200, (await SendAsync(sandbox, session, "GetCallerIdentity")).Status);
        sandbox.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("InvalidSecurityToken.Expired", (await SendAsync(sandbox, session, "GetCallerIdentity")).Code);
    }

    [Fact]
    public async Task A_session_may_do_what_role_and_session_policy_both_allow()
    {
        await using var sandbox = await StartAsync(new JsonObject { ["roleName"] = "dlq", ["policy"] = JsonNode.Parse(Reading) });
        var whole = await AssumeAsync(sandbox);
        Assert.Equal("AUTH_RESOURCE_OWNER_ERROR", (await GetMessageAsync(sandbox, whole.Json)).Code);
        var denied = await SendAsync(sandbox, whole.Json, "OnsDLQMessageResendById", ("GroupId", "GID_a"), ("MsgId", "0A01"));
        Assert.Equal("NoPermission", denied.Code);
        Assert.Equal("AssumedRoleUser", (string?)denied.Json["AccessDeniedDetail"]!["AuthPrincipalType"]);

        var narrowed = await AssumeAsync(sandbox, ("Policy", Reading.Replace("Query*", "Resend*", StringComparison.Ordinal)));
        Assert.Equal("NoPermission", (await GetMessageAsync(sandbox, narrowed.Json)).Code);
    }

    [Theory]
    [InlineData("RoleArn", "dlq", 400, "InvalidParameter.RoleArn")]
    [InlineData("RoleArn", "acs:ram::1880770869021234:role/none", 404, "EntityNotExist.Role")]
    [InlineData("RoleArn", null, 400, "MissingRoleArn")]
    [InlineData("RoleSessionName", "x", 400, "InvalidParameter.RoleSessionName")]
    [InlineData("RoleSessionName", "two words", 400, "InvalidParameter.RoleSessionName")]
    [InlineData("RoleSessionName", null, 400, "MissingRoleSessionName")]
    [InlineData("DurationSeconds", "899", 400, "InvalidParameter.DurationSeconds")]
    [InlineData("DurationSeconds", "3601", 400, "InvalidParameter.DurationSeconds")]
    [InlineData("DurationSeconds", "long", 400, "InvalidParameter.DurationSeconds")]
    [InlineData("Policy", "{}", 400, "InvalidParameter.PolicyGrammar")]
    [InlineData("ExternalId", "x", 400, "InvalidParameter.ExternalId")]
    public async Task A_wrong_parameter_is_refused(string name, string? value, int status, string code)
    {
        await using var sandbox = await StartAsync(new JsonObject { ["roleName"] = "dlq" });
        var reply = await AssumeAsync(sandbox, (name, value));
        Assert.Equal(code, reply.Code);
        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task A_role_trusts_only_whom_it_names_and_with_its_external_id()
    {
        await using var sandbox = await StartAsync(new JsonObject { ["roleName"] = "dlq", ["externalId"] = "secret-42", ["maxSessionSeconds"] = 7200 });
        Assert.Equal("NoPermission", (await AssumeAsync(sandbox)).Code);
        Assert.Equal("NoPermission", (await AssumeAsync(sandbox, ("ExternalId", "secret-43"))).Code);
        Assert.Equal(200, (await AssumeAsync(sandbox, ("ExternalId", "secret-42"), ("DurationSeconds", "7200"))).Status);

        await sandbox.PostAsync("/roles", new JsonObject { ["roleName"] = "dlq", ["trustedBy"] = new JsonArray("acs:ram::1880770869021234:user/ops") });
        var refused = await AssumeAsync(sandbox);
        Assert.Equal("NoPermission", refused.Code);
        Assert.Equal(403, refused.Status);
        await sandbox.PostAsync("/roles", new JsonObject { ["roleName"] = "dlq", ["trustedBy"] = new JsonArray("testid") });
        Assert.Equal(200, (await AssumeAsync(sandbox)).Status);
    }

    [Fact]
    public async Task A_session_can_assume_the_next_role()
    {
        await using var sandbox = await StartAsync(new JsonObject { ["roleName"] = "dlq" });
        var first = await AssumeAsync(sandbox);
        await sandbox.PostAsync("/roles", new JsonObject
        {
            ["roleName"] = "inner",
            ["trustedBy"] = new JsonArray("acs:ram::1880770869021234:assumed-role/dlq/run"),
        });
        var second = await SendAsync(sandbox, first.Json, "AssumeRole",
            ("RoleArn", "acs:ram::1880770869021234:role/inner"), ("RoleSessionName", "run2"));
        Assert.Equal("acs:ram::1880770869021234:assumed-role/inner/run2", (string?)second.Json["AssumedRoleUser"]!["Arn"]);
    }

    [Fact]
    public async Task An_OIDC_token_stands_in_for_a_signature()
    {
        await using var sandbox = await StartAsync(OidcRole());
        var session = await WithOidcAsync(sandbox, Jwt("""{"sub":"job","iss":"idp","exp":1704164646}"""));
        Assert.Equal(200, session.Status);
        Assert.Equal("job", (string?)session.Json["OIDCTokenInfo"]!["Subject"]);
        Assert.Equal(200, (await SendAsync(sandbox, session.Json, "GetCallerIdentity")).Status);
        Assert.Equal(200, (await WithOidcAsync(sandbox, "opaque token")).Status);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task An_OIDC_token_may_come_in_the_query_by_either_method_and_is_described(string method)
    {
        await using var sandbox = await StartAsync(OidcRole());
        var token = Jwt("""{"sub":"job","iss":"https://idp.example","aud":["a","b"],"iat":1704164000,"exp":1704164646}""");
        var reply = await sandbox.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(sandbox.Endpoint,
            "/?Action=AssumeRoleWithOIDC&Format=JSON&Version=2015-04-01&Timestamp=2024-01-02T03%3A04%3A05Z&SignatureNonce=1"
            + $"&RoleArn={Uri.EscapeDataString(Arn)}&OIDCProviderArn={Uri.EscapeDataString(Provider)}&OIDCToken={token}&RoleSessionName=run")));

        Assert.Equal(200, reply.Status);
        Assert.Equal(
            """{"Subject":"job","Issuer":"https://idp.example","ClientIds":"a,b","IssuanceTime":"2024-01-02T02:53:20Z","ExpirationTime":"2024-01-02T03:04:06Z","VerificationInfo":"Success"}""",
            reply.Json["OIDCTokenInfo"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"sub":"job","exp":1704164645}""", 400, "AuthenticationFail.OIDCToken.Expired")]
    [InlineData("""{"sub":"job"}""", 400, "AuthenticationFail.OIDCToken.Invalid")]
    [InlineData("[]", 400, "AuthenticationFail.OIDCToken.Invalid")]
    public async Task A_JWT_that_cannot_be_taken_is_refused(string claims, int status, string code)
    {
        await using var sandbox = await StartAsync(OidcRole());
        var reply = await WithOidcAsync(sandbox, Jwt(claims));
        Assert.Equal(code, reply.Code);
        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task Without_the_right_token_or_provider_there_is_no_session()
    {
        await using var sandbox = await StartAsync(OidcRole());
        Assert.Equal("AuthenticationFail.OIDCToken.Invalid", (await WithOidcAsync(sandbox, "another opaque token")).Code);
        Assert.Equal("InvalidParameter.OIDCToken", (await WithOidcAsync(sandbox, "abc")).Code);
        Assert.Equal("AuthenticationFail.NoPermission", (await WithOidcAsync(sandbox, "opaque token", Provider + "2")).Code);
    }

    private static JsonObject OidcRole() =>
        new() { ["roleName"] = "dlq", ["oidcProviderArn"] = Provider, ["oidcTokens"] = new JsonArray("opaque token") };

    private static async Task<TestSandbox> StartAsync(JsonObject role)
    {
        var sandbox = await TestSandbox.StartAsync();
        var reply = await sandbox.PostAsync("/roles", role);
        Assert.Equal(Arn, (string?)reply.Json["roleArn"]);
        return sandbox;
    }

    private static Task<Reply> AssumeAsync(TestSandbox sandbox, params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string> { ["RoleArn"] = Arn, ["RoleSessionName"] = "run" };
        foreach (var (name, value) in changes)
        {
            if (value is null) parameters.Remove(name);
            else parameters[name] = value;
        }

        return sandbox.SendAsync((sandbox.Call("AssumeRole") with { Parameters = parameters }).V1());
    }

    private static Task<Reply> GetMessageAsync(TestSandbox sandbox, JsonObject session) =>
        SendAsync(sandbox, session, "OnsDLQMessageGetById", ("GroupId", "GID_a"), ("MsgId", "0A01"));

    private static Task<Reply> SendAsync(
        TestSandbox sandbox, JsonObject session, string action, params (string Name, string Value)[] parameters)
    {
        var key = session["Credentials"]!;
        return sandbox.SendAsync((sandbox.Call(action, parameters) with
        {
            AccessKeyId = (string)key["AccessKeyId"]!,
            Secret = (string)key["AccessKeySecret"]!,
            Token = (string)key["SecurityToken"]!,
        }).V3());
    }

    private static Task<Reply> WithOidcAsync(TestSandbox sandbox, string token, string provider = Provider)
    {
        var form = new Dictionary<string, string>
        {
            ["RoleArn"] = Arn,
            ["OIDCProviderArn"] = provider,
            ["OIDCToken"] = token,
            ["RoleSessionName"] = "run",
            ["DurationSeconds"] = "900",
        };
        return sandbox.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox.Endpoint,
            "/?Action=AssumeRoleWithOIDC&Format=JSON&Version=2015-04-01&Timestamp=2024-01-02T03%3A04%3A05Z&SignatureNonce=1"))
        {
            Content = new FormUrlEncodedContent(form),
        });
    }

    private static string Jwt(string claims) =>
        string.Join('.', new[] { """{"alg":"RS256"}""", claims, "signature" }
            .Select(part => Convert.ToBase64String(Encoding.UTF8.GetBytes(part)).TrimEnd('=').Replace('+', '-').Replace('/', '_')));
}
