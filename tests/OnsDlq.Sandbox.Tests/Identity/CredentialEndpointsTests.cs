using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Identity;

/// <summary>The metadata service and the credentials URI.</summary>
public sealed class CredentialEndpointsTests
{
    private const string Roles = "/latest/meta-data/ram/security-credentials/";

    [Fact]
    public async Task An_instance_finds_its_role_and_credentials_with_a_token()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        await SetAsync(sandbox, """{"metadataV1":false,"lifetimeSeconds":1800}""");
        var token = await TokenAsync(sandbox, "21600");
        Assert.Equal(200, token.Status);
        var role = await GetAsync(sandbox, Roles, token.Text);
        Assert.Equal("OnsDlqSandbox", role.Text);
        var key = await GetAsync(sandbox, Roles + role.Text, token.Text);
        Assert.Equal("Success", key.Code);
        Assert.Equal("2024-01-02T03:34:05Z", (string?)key.Json["Expiration"]);
        await AssertWorksAsync(sandbox, key.Json);

        Assert.Equal(403, (await GetAsync(sandbox, Roles + role.Text, null)).Status);
        Assert.Equal(401, (await GetAsync(sandbox, Roles + role.Text, "forged")).Status);
        sandbox.Time.Advance(TimeSpan.FromSeconds(21600));
        Assert.Equal(401, (await GetAsync(sandbox, Roles, token.Text)).Status);
    }

    [Fact]
    public async Task An_old_metadata_service_has_no_tokens_and_needs_none()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        await SetAsync(sandbox, """{"metadataV2":false}""");
        Assert.Equal(404, (await TokenAsync(sandbox, "60")).Status);
        var key = await GetAsync(sandbox, Roles + "OnsDlqSandbox", null);
        await AssertWorksAsync(sandbox, key.Json);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("21601")]
    [InlineData("soon")]
    [InlineData(null)]
    public async Task A_token_needs_a_lifetime_within_bounds(string? seconds)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        Assert.Equal(400, (await TokenAsync(sandbox, seconds)).Status);
    }

    [Fact]
    public async Task A_role_the_instance_does_not_have_is_not_found()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        Assert.Equal(404, (await GetAsync(sandbox, Roles + "other", null)).Status);
        await sandbox.PostAsync("/roles", new JsonObject { ["roleName"] = "other" });
        Assert.Equal(404, (await GetAsync(sandbox, Roles + "other", null)).Status);
        await SetAsync(sandbox, """{"metadataRole":"other"}""");
        Assert.Equal(200, (await GetAsync(sandbox, Roles + "other", null)).Status);
        await SetAsync(sandbox, """{"metadataRole":""}""");
        Assert.Equal(404, (await GetAsync(sandbox, Roles, null)).Status);
    }

    [Fact]
    public async Task The_credentials_URI_gives_a_key_that_works()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var key = await sandbox.GetAsync("/_sandbox/credentials");
        Assert.Equal("Success", key.Code);
        await AssertWorksAsync(sandbox, key.Json);
    }

    [Fact]
    public async Task Fetches_are_counted_and_some_can_be_made_to_fail()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        await SetAsync(sandbox, """{"failures":2}""");
        Assert.Equal(500, (await sandbox.GetAsync("/_sandbox/credentials")).Status);
        Assert.Equal(500, (await GetAsync(sandbox, Roles + "OnsDlqSandbox", null)).Status);
        Assert.Equal(200, (await sandbox.GetAsync("/_sandbox/credentials")).Status);
        var fetched = (await sandbox.GetAsync("/_sandbox/identity")).Json["fetched"]!;
        Assert.Equal(2, (int?)fetched["uriCredentials"]);
        Assert.Equal(1, (int?)fetched["metadataCredentials"]);
    }

    private static async Task SetAsync(TestSandbox sandbox, string settings) =>
        Assert.Equal(200, (await sandbox.PostAsync("/identity", JsonNode.Parse(settings)!)).Status);

    private static Task<Reply> TokenAsync(TestSandbox sandbox, string? seconds)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, new Uri(sandbox.Endpoint, "/latest/api/token"));
        if (seconds is not null) request.Headers.Add("X-aliyun-ecs-metadata-token-ttl-seconds", seconds);
        return sandbox.SendAsync(request);
    }

    private static Task<Reply> GetAsync(TestSandbox sandbox, string path, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(sandbox.Endpoint, path));
        if (token is not null) request.Headers.Add("X-aliyun-ecs-metadata-token", token);
        return sandbox.SendAsync(request);
    }

    private static async Task AssertWorksAsync(TestSandbox sandbox, JsonObject key)
    {
        var call = sandbox.Call("GetCallerIdentity") with
        {
            AccessKeyId = (string)key["AccessKeyId"]!,
            Secret = (string)key["AccessKeySecret"]!,
            Token = (string)key["SecurityToken"]!,
        };
        Assert.Equal(200, (await sandbox.SendAsync(call.V3())).Status);
    }
}
