using OnsDlq.Credentials;
using OnsDlq.Errors;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>Every mode against the sandbox's STS, metadata and credentials endpoints: calls signed with the issued keys are accepted.</summary>
public class SandboxCredentialsTests(SandboxIdentity identity) : IClassFixture<SandboxIdentity>
{
    private const string Own = "\"access_key_id\":\"ownid\",\"access_key_secret\":\"own+secret/1\"";
    private const string InstanceRole = $"acs:ram::{SandboxIdentity.Account}:assumed-role/OnsDlqSandbox/";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AK_and_StsToken()
    {
        using var outside = identity.Outside();
        await identity.Sandbox.AddKeyAsync("STS.t", "secret", "CAIS+token/==", cancellationToken: Cancellation);

        Assert.EndsWith(":root", await ArnAsync(outside.Profile($"\"mode\":\"AK\",{Own}")), StringComparison.Ordinal);
        Assert.EndsWith(
            ":root", await ArnAsync(outside.Profile(""" "mode":"StsToken","access_key_id":"STS.t","access_key_secret":"secret","sts_token":"CAIS+token/==" """)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task RamRoleArn_with_all_that_a_role_can_demand()
    {
        using var outside = identity.Outside();
        outside.Variables.Clear();
        var role = await identity.RoleAsync("demanding", """{"externalId":"ext 42/+","maxSessionSeconds":7200}""");
        var provider = outside.Profile($$"""
            "mode":"RamRoleArn",{{Own}},"ram_role_arn":"{{role}}","ram_session_name":"night@run","expired_seconds":7200,"external_id":"ext 42/+",
            "policy":"{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
            "sts_endpoint":"{{identity.Sandbox.Endpoint}}","sts_region":"cn-hangzhou","enable_vpc":true
            """);
        var key = await provider.GetAsync(Cancellation);

        Assert.Equal($"acs:ram::{SandboxIdentity.Account}:assumed-role/demanding/night@run", await identity.ArnAsync(key));
        Assert.InRange(key.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(110), TimeSpan.FromMinutes(121));
        Assert.Equal("profile 'p' (RamRoleArn)", provider.Source);
    }

    [Fact]
    public async Task RamRoleArn_with_temporary_keys_of_its_own_and_a_session_name_by_default()
    {
        using var outside = identity.Outside();
        await identity.Sandbox.AddKeyAsync("STS.caller", "secret", "to+ken/==", cancellationToken: Cancellation);
        var role = await identity.RoleAsync("plain");
        var arn = await ArnAsync(outside.Profile(
            $""" "mode":"RamRoleArn","access_key_id":"STS.caller","access_key_secret":"secret","sts_token":"to+ken/==","ram_role_arn":"{role}" """));

        Assert.StartsWith($"acs:ram::{SandboxIdentity.Account}:assumed-role/plain/onsdlq-", arn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChainableRamRoleArn_over_two_roles()
    {
        using var outside = identity.Outside();
        var first = await identity.RoleAsync("first");
        var second = await identity.RoleAsync("second", $$"""{"trustedBy":["acs:ram::{{SandboxIdentity.Account}}:assumed-role/first/one"]}""");
        var provider = outside.Profile(
            $"\"mode\":\"ChainableRamRoleArn\",\"ram_role_arn\":\"{second}\",\"ram_session_name\":\"two\",\"source_profile\":\"base\"",
            $"\"name\":\"base\",\"mode\":\"RamRoleArn\",{Own},\"ram_role_arn\":\"{first}\",\"ram_session_name\":\"one\"");

        Assert.Equal($"acs:ram::{SandboxIdentity.Account}:assumed-role/second/two", await ArnAsync(provider));
    }

    [Theory]
    [InlineData("""{"metadataV1":false}""", "")]
    [InlineData("""{"metadataV2":false}""", "")]
    [InlineData("{}", ",\"ram_role_name\":\"OnsDlqSandbox\"")]
    public async Task EcsRamRole_by_either_version_with_the_role_named_or_asked_for(string settings, string member)
    {
        using var outside = identity.Outside();
        await identity.SetAsync(settings);

        Assert.StartsWith(InstanceRole, await ArnAsync(outside.Profile("\"mode\":\"EcsRamRole\"" + member)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EcsRamRole_does_not_fall_back_to_version_1_where_that_is_switched_off()
    {
        using var outside = identity.Outside();
        await identity.SetAsync("""{"metadataV2":false}""");
        outside.Variables["ALIBABA_CLOUD_IMDSV1_DISABLED"] = "true";

        var error = await RefuseAsync(outside.Profile("\"mode\":\"EcsRamRole\""));
        Assert.Equal(
            "No keys came from the ECS metadata service, for profile 'p' (EcsRamRole): it gave no token: it answered HTTP 404, "
                + "and v1 is switched off by ALIBABA_CLOUD_IMDSV1_DISABLED.",
            error.Message);
        await identity.SetAsync();
        Assert.StartsWith(InstanceRole, await ArnAsync(outside.Profile("\"mode\":\"EcsRamRole\"")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chain_finds_the_metadata_service_and_passes_over_one_without_a_role()
    {
        using var outside = identity.Outside();
        await identity.SetAsync();
        Assert.StartsWith(InstanceRole, await ArnAsync(outside.Chain()), StringComparison.Ordinal);

        await identity.SetAsync("""{"metadataRole":""}""");
        var error = await RefuseAsync(outside.Chain());
        Assert.Equal(ErrorId.NoCredentials, error.Id);
        Assert.Contains("ECS metadata (127.0.0.1 named no role: it answered HTTP 404)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OIDC_by_profile_and_by_the_environment()
    {
        using var outside = identity.Outside();
        var provider = $"acs:ram::{SandboxIdentity.Account}:oidc-provider/idp";
        var role = await identity.RoleAsync("workload", $$"""{"oidcProviderArn":"{{provider}}","oidcTokens":["opaque +/= token"]}""");
        var file = outside.Write("token", "opaque +/= token\n");
        Assert.Equal(
            $"acs:ram::{SandboxIdentity.Account}:assumed-role/workload/pod",
            await ArnAsync(outside.Profile(
                $""" "mode":"oidc","ram_role_arn":"{role}","oidc_provider_arn":"{provider}","oidc_token_file":"{file}","ram_session_name":"pod" """)));

        outside.Variables["ALIBABA_CLOUD_ROLE_ARN"] = role;
        outside.Variables["ALIBABA_CLOUD_OIDC_PROVIDER_ARN"] = provider;
        outside.Variables["ALIBABA_CLOUD_OIDC_TOKEN_FILE"] = file;
        outside.Variables["ALIBABA_CLOUD_ROLE_SESSION_NAME"] = "by-env";
        Assert.EndsWith("/workload/by-env", await ArnAsync(outside.Chain()), StringComparison.Ordinal);
        Assert.EndsWith("/workload/by-env", await ArnAsync(outside.Profile("\"mode\":\"OIDC\"")), StringComparison.Ordinal);

        File.WriteAllText(file, "another token");
        var error = await RefuseAsync(outside.Chain());
        Assert.Contains("AuthenticationFail.OIDCToken.Invalid", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CredentialsURI_by_profile_and_by_the_environment()
    {
        using var outside = identity.Outside();
        await identity.SetAsync();
        var uri = new Uri(identity.Sandbox.Control, "credentials");
        Assert.StartsWith(
            InstanceRole, await ArnAsync(outside.Profile($"\"mode\":\"CredentialsURI\",\"credentials_uri\":\"{uri}\"")), StringComparison.Ordinal);

        outside.Variables["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true";
        outside.Variables["ALIBABA_CLOUD_CREDENTIALS_URI"] = uri.AbsoluteUri;
        var chain = outside.Chain();
        Assert.StartsWith(InstanceRole, await ArnAsync(chain), StringComparison.Ordinal);
        Assert.Equal("the credentials URI of ALIBABA_CLOUD_CREDENTIALS_URI", chain.Source);

        await identity.SetAsync("""{"failures":1}""");
        Assert.Contains("it answered HTTP 500", (await RefuseAsync(outside.Chain())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task External()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a Unix shell.");
        using var outside = identity.Outside();
        await identity.Sandbox.AddKeyAsync("STS.cmd", "secret", "token", cancellationToken: Cancellation);
        var answer = outside.Write("answer", """{"mode":"StsToken","access_key_id":"STS.cmd","access_key_secret":"secret","sts_token":"token"}""");

        Assert.EndsWith(":root", await ArnAsync(outside.Profile($"\"mode\":\"External\",\"process_command\":\"cat {answer}\"")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_type_of_the_credentials_file()
    {
        using var outside = identity.Outside();
        await identity.SetAsync();
        var provider = $"acs:ram::{SandboxIdentity.Account}:oidc-provider/idp";
        var plain = await identity.RoleAsync("by-file");
        var workload = await identity.RoleAsync("by-token", $$"""{"oidcProviderArn":"{{provider}}","oidcTokens":["opaque token"]}""");
        outside.Write(".alibabacloud/credentials", $"""
            [default]
            type = access_key
            access_key_id = ownid
            access_key_secret = own+secret/1
            [role]
            type = ram_role_arn
            access_key_id = ownid
            access_key_secret = own+secret/1
            role_arn = {plain}
            role_session_name = filed
            [oidc]
            type = oidc_role_arn
            role_arn = {workload}
            role_session_name = filed
            oidc_provider_arn = {provider}
            oidc_token_file_path = {outside.Write("token", "opaque token")}
            [ecs]
            type = ecs_ram_role
            role_name = OnsDlqSandbox
            """);

        Task<string> Section(string name)
        {
            outside.Variables["ALIBABA_CLOUD_PROFILE"] = name;
            return ArnAsync(outside.Chain());
        }

        Assert.EndsWith(":root", await Section("default"), StringComparison.Ordinal);
        Assert.EndsWith("/by-file/filed", await Section("role"), StringComparison.Ordinal);
        Assert.EndsWith("/by-token/filed", await Section("oidc"), StringComparison.Ordinal);
        Assert.StartsWith(InstanceRole, await Section("ecs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ownid", "wrong-hidden", "SignatureDoesNotMatch")]
    [InlineData("nobody", "wrong-hidden", "InvalidAccessKeyId.NotFound")]
    public async Task What_STS_refuses_is_told_by_its_code_without_the_secret(string id, string secret, string code)
    {
        using var outside = identity.Outside();
        var role = await identity.RoleAsync("refused");
        var error = await RefuseAsync(outside.Profile(
            $""" "mode":"RamRoleArn","access_key_id":"{id}","access_key_secret":"{secret}","ram_role_arn":"{role}" """));

        Assert.Equal(ErrorId.CredentialSourceFailed, error.Id);
        Assert.Contains(code, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_callers_fetch_once_and_a_failed_early_renewal_does_not_disturb_them()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var outside = identity.Outside(clock);
        await identity.SetAsync("""{"delayMs":300,"lifetimeSeconds":3600}""");
        var before = await identity.FetchedAsync("uriCredentials");
        var provider = outside.Profile($"\"mode\":\"CredentialsURI\",\"credentials_uri\":\"{new Uri(identity.Sandbox.Control, "credentials")}\"");

        var keys = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => provider.GetAsync(Cancellation).AsTask()));
        Assert.Single(keys.Distinct());
        Assert.Equal(before + 1, await identity.FetchedAsync("uriCredentials"));

        await identity.SetAsync("""{"failures":1,"lifetimeSeconds":7200}""");
        clock.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal(keys[0], await provider.GetAsync(Cancellation));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual(keys[0], await provider.GetAsync(Cancellation));
        Assert.Equal(before + 3, await identity.FetchedAsync("uriCredentials"));
    }

    private async Task<string> ArnAsync(ICredentialsProvider provider) => await identity.ArnAsync(await provider.GetAsync(Cancellation));

    private static Task<CredentialsException> RefuseAsync(ICredentialsProvider provider) =>
        Assert.ThrowsAsync<CredentialsException>(async () => await provider.GetAsync(Cancellation));
}
