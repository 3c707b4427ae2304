using System.Net;
using OnsDlq.Credentials;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>The order of the default chain, and which sources it skips and which it does not.</summary>
public class DefaultChainTests
{
    private const string Keys = """{"Code":"Success","AccessKeyId":"STS.u","AccessKeySecret":"s-u","SecurityToken":"t-u","Expiration":"2024-01-02T09:00:00Z"}""";

    [Fact]
    public async Task Each_source_is_used_once_those_before_it_are_gone()
    {
        using var outside = new Outside(request => request.RequestUri!.Host switch
        {
            "100.100.100.200" when request.RequestUri.AbsolutePath.EndsWith("/ram/security-credentials/", StringComparison.Ordinal) =>
                new(HttpStatusCode.OK) { Content = new StringContent("role") },
            "localhost" => new(HttpStatusCode.OK) { Content = new StringContent(Keys.Replace("STS.u", "STS.uri", StringComparison.Ordinal)) },
            "sts.aliyuncs.com" => new(HttpStatusCode.OK) { Content = new StringContent($$"""{"Credentials":{{Keys.Replace("STS.u", "STS.oidc", StringComparison.Ordinal)}}}""") },
            _ => new(HttpStatusCode.OK) { Content = new StringContent(Keys.Replace("STS.u", "STS.ecs", StringComparison.Ordinal)) },
        });
        outside.Variables["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "env";
        outside.Variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "secret";
        outside.Variables["ALIBABA_CLOUD_SECURITY_TOKEN"] = "token";
        outside.Variables["ALIBABA_CLOUD_ROLE_ARN"] = "acs:ram::1:role/r";
        outside.Variables["ALIBABA_CLOUD_OIDC_PROVIDER_ARN"] = "acs:ram::1:oidc-provider/p";
        outside.Variables["ALIBABA_CLOUD_OIDC_TOKEN_FILE"] = outside.Write("token", "oidc-token");
        outside.Variables["ALIBABA_CLOUD_CREDENTIALS_URI"] = "http://localhost:1/keys";
        outside.WriteProfiles("p", """ "name":"p","mode":"AK","access_key_id":"cli","access_key_secret":"s" """);
        outside.Write(".alibabacloud/credentials.ini", "[default]\ntype = access_key\naccess_key_id = ini\naccess_key_secret = s\n");
        outside.Write(".alibabacloud/credentials", "[default]\naccess_key_id = bare\naccess_key_secret = s\n");

        Assert.Equal(new AccessKey("env", "secret", "token"), await outside.KeyAsync());
        outside.Variables.Remove("ALIBABA_CLOUD_ACCESS_KEY_ID");
        outside.Variables.Remove("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
        Assert.Equal("STS.oidc", (await outside.KeyAsync()).Id);
        outside.Variables.Remove("ALIBABA_CLOUD_OIDC_TOKEN_FILE");
        Assert.Equal("cli", (await outside.KeyAsync()).Id);
        outside.Variables["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"] = "TRUE";
        Assert.Equal("ini", (await outside.KeyAsync()).Id);
        File.Delete(Path.Combine(outside.Home, ".alibabacloud/credentials.ini"));
        Assert.Equal("bare", (await outside.KeyAsync()).Id);
        File.Delete(Path.Combine(outside.Home, ".alibabacloud/credentials"));
        Assert.Equal("STS.ecs", (await outside.KeyAsync()).Id);
        outside.Variables["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true";
        Assert.Equal("STS.uri", (await outside.KeyAsync()).Id);
        outside.Variables["ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"] = "1";
        Assert.Equal(ErrorId.NoCredentials, (await Assert.ThrowsAsync<CredentialsException>(() => outside.KeyAsync())).Id);
    }

    [Fact]
    public async Task With_nothing_anywhere_the_error_names_all_that_was_looked_at_and_why()
    {
        using var outside = new Outside();
        var error = await Assert.ThrowsAsync<CredentialsException>(() => outside.KeyAsync());

        Assert.Equal(ErrorId.NoCredentials, error.Id);
        Assert.Equal(
            "No credentials were found. Looked at, in this order: environment variables (ALIBABA_CLOUD_ACCESS_KEY_ID is not set); "
            + $"OIDC (ALIBABA_CLOUD_ROLE_ARN is not set); CLI profile ({Path.Combine(outside.Home, ".aliyun", "config.json")} does not exist); "
            + $"credentials file ({Path.Combine(outside.Home, ".alibabacloud", "credentials.ini")} does not exist, "
            + $"{Path.Combine(outside.Home, ".alibabacloud", "credentials")} does not exist); "
            + "ECS metadata (100.100.100.200 gave no token: no connection could be made); "
            + "credentials URI (ALIBABA_CLOUD_CREDENTIALS_URI is not set). "
            + "Give -Credential or -ProfileName, or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.",
            error.Message);
    }

    [Theory]
    [InlineData("ALIBABA_CLOUD_ACCESS_KEY_ID")]
    [InlineData("ALIBABA_CLOUD_ACCESS_KEY_SECRET")]
    public void Half_of_the_pair_of_variables_is_an_error(string name)
    {
        using var outside = new Outside();
        outside.Variables[name] = "half";
        outside.WriteProfiles("p", """ "name":"p","mode":"AK","access_key_id":"cli","access_key_secret":"s" """);

        var error = outside.Refuse();
        Assert.Equal(ErrorId.InvalidCredentials, error.Id);
        Assert.StartsWith(name + " is set but ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" \"name\":\"p\",\"mode\":\"AK\",\"access_key_id\":\"cli\" ", "access_key_secret is missing in profile 'p'")]
    [InlineData(" \"name\":\"p\",\"mode\":\"Future\" ", "The mode 'Future' of profile 'p' is not supported")]
    public void A_profile_that_is_configured_but_broken_is_an_error_and_the_next_source_is_not_used(string profile, string message)
    {
        using var outside = new Outside();
        outside.WriteProfiles("p", profile);
        outside.Write(".alibabacloud/credentials.ini", "[default]\naccess_key_id = ini\naccess_key_secret = s\n");

        var error = outside.Refuse();
        Assert.Equal(ErrorId.InvalidCredentials, error.Id);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"current":"","profiles":null}""")]
    [InlineData("""{"current":"default","profiles":[{"name":"default","mode":"AK","access_key_id":"","access_key_secret":""}]}""")]
    [InlineData("""{"current":"default","profiles":[{"name":"default","mode":""}]}""")]
    public async Task A_configuration_that_nobody_filled_in_is_passed_over(string config)
    {
        using var outside = new Outside();
        outside.Write(".aliyun/config.json", config);
        outside.Write(".alibabacloud/credentials.ini", "[default]\naccess_key_id = ini\naccess_key_secret = s\n");

        Assert.Equal("ini", (await outside.KeyAsync()).Id);
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("[]", "is not a JSON object")]
    [InlineData("""{"profiles":{}}""", "not a list")]
    public void A_malformed_configuration_is_an_error_without_a_word_of_its_text(string config, string message)
    {
        using var outside = new Outside();
        outside.Write(".aliyun/config.json", config);

        var error = outside.Refuse();
        Assert.Equal(ErrorId.InvalidCredentials, error.Id);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_current_profile_that_does_not_exist_is_an_error()
    {
        using var outside = new Outside();
        outside.WriteProfiles("gone", """ "name":"p","mode":"AK","access_key_id":"cli","access_key_secret":"s" """);

        var error = outside.Refuse();
        Assert.Equal(ErrorId.ProfileNotFound, error.Id);
        Assert.EndsWith("is 'gone', which it does not have; it has 'p'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_profile_variable_names_a_profile_or_a_section_and_one_that_is_nowhere_is_an_error()
    {
        using var outside = new Outside();
        outside.WriteProfiles(
            "p", """ "name":"p","mode":"AK","access_key_id":"cli","access_key_secret":"s" """, """ "name":"q","mode":"AK","access_key_id":"other","access_key_secret":"s" """);
        outside.Write(".alibabacloud/credentials", "[default]\naccess_key_id=d\naccess_key_secret=s\n[r]\naccess_key_id=section\naccess_key_secret=s\n");

        outside.Variables["ALIBABA_CLOUD_PROFILE"] = "q";
        Assert.Equal("other", (await outside.KeyAsync()).Id);
        outside.Variables["ALIBABA_CLOUD_PROFILE"] = "r";
        Assert.Equal("section", (await outside.KeyAsync()).Id);
        outside.Variables["ALIBABA_CLOUD_PROFILE"] = "s";
        Assert.Equal(ErrorId.ProfileNotFound, outside.Refuse().Id);
    }

    [Fact]
    public async Task The_source_that_had_keys_is_kept_when_it_fails_later()
    {
        var up = true;
        using var outside = new Outside(request => request.RequestUri!.Host switch
        {
            "100.100.100.200" when !up => throw new HttpRequestException(HttpRequestError.ConnectionError),
            "100.100.100.200" when request.RequestUri.AbsolutePath.EndsWith('/') => new(HttpStatusCode.OK) { Content = new StringContent("role") },
            _ => new(HttpStatusCode.OK) { Content = new StringContent(Keys) },
        });
        outside.Variables["ALIBABA_CLOUD_CREDENTIALS_URI"] = "http://localhost:1/keys";
        var provider = outside.Resolve().Provider;
        await provider.GetAsync(TestContext.Current.CancellationToken);
        up = false;
        outside.Clock.Advance(TimeSpan.FromHours(12));

        await Assert.ThrowsAsync<CredentialsException>(async () => await provider.GetAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain(outside.Network.Requests, request => request.Uri.Host == "localhost");
        Assert.Equal("the ECS metadata service", provider.Source);
    }

    [Fact]
    public async Task A_metadata_role_that_was_asked_for_by_name_must_be_there()
    {
        using var outside = new Outside();
        outside.Variables["ALIBABA_CLOUD_ECS_METADATA"] = "role";

        Assert.Equal(ErrorId.CredentialSourceFailed, (await Assert.ThrowsAsync<CredentialsException>(() => outside.KeyAsync())).Id);
    }

    [Theory]
    [InlineData("", "cn-profile", "cn-profile")]
    [InlineData("cn-env", "cn-profile", "cn-profile")]
    [InlineData("cn-env", "", "cn-env")]
    [InlineData("", "", null)]
    public void The_region_is_the_profiles_and_else_the_environments(string env, string profile, string? region)
    {
        using var outside = new Outside();
        outside.Variables["ALIBABA_CLOUD_REGION_ID"] = env;
        outside.WriteProfiles("p", $$""" "name":"p","mode":"AK","access_key_id":"i","access_key_secret":"s","region_id":"{{profile}}" """);

        Assert.Equal(region, outside.Resolve().RegionId);
        Assert.Equal(region, outside.Resolve(profileName: "p").RegionId);
        Assert.Equal(env.Length == 0 ? null : env, outside.Resolve(new AccessKey("i", "s")).RegionId);
    }

    [Fact]
    public void A_profile_asked_for_by_name_is_given_though_the_chain_may_not_use_it()
    {
        using var outside = new Outside();
        outside.Variables["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"] = "true";
        outside.WriteProfiles("", """ "name":"p","mode":"AK","access_key_id":"i","access_key_secret":"s" """);

        Assert.Equal("profile 'p' (AK)", outside.Resolve(profileName: "p").Provider.Source);
        Assert.Equal(ErrorId.ProfileNotFound, outside.Refuse("absent").Id);
    }
}
