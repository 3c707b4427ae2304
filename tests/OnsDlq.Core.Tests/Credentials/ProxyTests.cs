using System.Net;
using OnsDlq.Credentials;
using OnsDlq.Credentials.Sources;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>Which requests may use the system's proxy: none to this machine or its link.</summary>
public class ProxyTests
{
    [Theory]
    [InlineData("\"mode\":\"EcsRamRole\"", false)]
    [InlineData("\"mode\":\"CredentialsURI\",\"credentials_uri\":\"http://localhost/\"", false)]
    [InlineData("\"mode\":\"CredentialsURI\",\"credentials_uri\":\"http://169.254.170.2/\"", false)]
    [InlineData("\"mode\":\"CredentialsURI\",\"credentials_uri\":\"https://keys.example.com/\"", true)]
    [InlineData("\"mode\":\"RamRoleArn\",\"access_key_id\":\"i\",\"access_key_secret\":\"s\",\"ram_role_arn\":\"r\"", true)]
    [InlineData(
        "\"mode\":\"RamRoleArn\",\"access_key_id\":\"i\",\"access_key_secret\":\"s\",\"ram_role_arn\":\"r\",\"sts_endpoint\":\"http://[::1]:1\"", false)]
    public async Task Only_what_leaves_the_machine_may_use_the_proxy(string profile, bool mayUseProxy)
    {
        using var outside = new Outside();
        using var direct = new ScriptedNetwork(_ => new HttpResponseMessage(HttpStatusCode.NotFound));
        using var proxied = new ScriptedNetwork(_ => new HttpResponseMessage(HttpStatusCode.NotFound));
        using var http = new CredentialsHttp(direct, proxied, outside.Clock);
        outside.WriteProfiles("", "\"name\":\"p\"," + profile);
        var provider = new CredentialsResolver(outside.Environment with { Http = http }).Resolve(new CredentialsRequest(ProfileName: "p")).Provider;

        await Assert.ThrowsAsync<CredentialsException>(async () => await provider.GetAsync(TestContext.Current.CancellationToken));
        Assert.Equal(mayUseProxy, direct.Requests.IsEmpty);
        Assert.Equal(mayUseProxy, !proxied.Requests.IsEmpty);
    }

    [Fact]
    public async Task A_proxy_that_cannot_be_reached_is_named_without_its_password()
    {
        using var outside = new Outside();
        using var direct = new ScriptedNetwork(_ => new HttpResponseMessage(HttpStatusCode.NotFound));
        using var proxied = new SocketsHttpHandler { Proxy = new WebProxy("http://ops:Geheim9@127.0.0.1:1") };
        using var http = new CredentialsHttp(direct, proxied, outside.Clock);
        outside.WriteProfiles("", """ "name":"p","mode":"RamRoleArn","access_key_id":"i","access_key_secret":"s","ram_role_arn":"r" """);
        var provider = new CredentialsResolver(outside.Environment with { Http = http }).Resolve(new CredentialsRequest(ProfileName: "p")).Provider;

        var error = await Assert.ThrowsAsync<CredentialsException>(async () => await provider.GetAsync(TestContext.Current.CancellationToken));

        Assert.Equal(
            "STS gave no keys for profile 'p' (RamRoleArn): no connection to the proxy http://127.0.0.1:1 could be made (ConnectionRefused).", error.Message);
        Assert.DoesNotContain("Geheim9", error.ToString(), StringComparison.Ordinal);
    }
}
