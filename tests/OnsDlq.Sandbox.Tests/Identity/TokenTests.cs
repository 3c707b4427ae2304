using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Identity;

/// <summary>Wrong security tokens and keys, with both versions of the signature.</summary>
public sealed class TokenTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_temporary_key_needs_its_own_token_and_ends_with_it(bool v3)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        await AddKeyAsync(sandbox, "STS.one", "CAISone+/==", "2024-01-02T03:10:00Z");
        await AddKeyAsync(sandbox, "STS.two", "CAIStwo+/==", "2024-01-02T03:10:00Z");

        Assert.Equal(200, (await SendAsync("STS.one", "CAISone+/==")).Status);
        Assert.Equal("MissingSecurityToken", (await SendAsync("STS.one", null)).Code);
        Assert.Equal("InvalidSecurityToken.MismatchWithAccessKey", (await SendAsync("STS.one", "CAIStwo+/==")).Code);
        Assert.Equal("InvalidSecurityToken.Malformed", (await SendAsync("STS.one", "CAISthree")).Code);
        Assert.Equal("InvalidSecurityToken.MismatchWithAccessKey", (await SendAsync("testid", "CAISone+/==")).Code);
        sandbox.Time.Advance(TimeSpan.FromMinutes(6));
        var expired = await SendAsync("STS.one", "CAISone+/==");
        Assert.Equal("InvalidSecurityToken.Expired", expired.Code);
        Assert.Equal(400, expired.Status);

        Task<Reply> SendAsync(string id, string? token)
        {
            var call = sandbox.Call("GetCallerIdentity") with { AccessKeyId = id, Token = token };
            return sandbox.SendAsync(v3 ? call.V3() : call.V1());
        }
    }

    [Fact]
    public async Task An_expired_key_is_forgotten_in_the_end()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        await AddKeyAsync(sandbox, "STS.one", "CAISone", "2024-01-02T03:10:00Z");
        sandbox.Time.Advance(TimeSpan.FromDays(2));
        await AddKeyAsync(sandbox, "STS.two", "CAIStwo", "2024-01-09T03:10:00Z");
        var call = sandbox.Call("GetCallerIdentity") with { AccessKeyId = "STS.one", Token = "CAISone" };
        Assert.Equal("InvalidAccessKeyId.NotFound", (await sandbox.SendAsync(call.V3())).Code);
    }

    [Fact]
    public async Task An_inactive_key_is_refused_until_it_is_enabled_again()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var key = new JsonObject { ["accessKeyId"] = "off", ["accessKeySecret"] = "testsecret", ["active"] = false };
        await sandbox.PostAsync("/keys", key);
        var call = sandbox.Call("GetCallerIdentity") with { AccessKeyId = "off" };
        Assert.Equal("InvalidAccessKeyId.Inactive", (await sandbox.SendAsync(call.V1())).Code);
        key["active"] = true;
        await sandbox.PostAsync("/keys", key);
        Assert.Equal(200, (await sandbox.SendAsync(call.V1())).Status);
    }

    [Theory]
    [InlineData("""{"accessKeyId":"a"}""", "'accessKeySecret'")]
    [InlineData("""{"accessKeyId":"a","accessKeySecret":"s","active":"yes"}""", "'active' has to be true or false")]
    [InlineData("""{"accessKeyId":"a","accessKeySecret":"s","expiration":"2024-01-02T03:04:05Z"}""", "'securityToken'")]
    [InlineData("""{"accessKeyId":"a","accessKeySecret":"s","polcy":{}}""", "'polcy'")]
    [InlineData("""{"accessKeyId":"a","accessKeySecret":"s","policy":{}}""", "Version")]
    public async Task A_key_that_cannot_be_used_is_refused_and_not_added(string json, string named)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var reply = await sandbox.PostAsync("/keys", JsonNode.Parse(json)!);
        Assert.Equal(400, reply.Status);
        Assert.Contains(named, (string?)reply.Json["error"]);
        var call = sandbox.Call("GetCallerIdentity") with { AccessKeyId = "a", Secret = "s" };
        Assert.Equal("InvalidAccessKeyId.NotFound", (await sandbox.SendAsync(call.V3())).Code);
    }

    private static async Task AddKeyAsync(TestSandbox sandbox, string id, string token, string expiration) =>
        Assert.Equal(200, (await sandbox.PostAsync("/keys", new JsonObject
        {
            ["accessKeyId"] = id,
            ["accessKeySecret"] = "testsecret",
            ["securityToken"] = token,
            ["expiration"] = expiration,
        })).Status);
}
