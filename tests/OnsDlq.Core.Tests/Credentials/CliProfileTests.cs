using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>Profiles of the command line: what each mode requires, and what is refused.</summary>
public class CliProfileTests
{
    [Theory]
    [InlineData(""" "mode":"AK","access_key_id":" id ","access_key_secret":"secret","sts_token":"left-over" """, "id", null)]
    [InlineData(""" "mode":"ak","access_key_id":"id","access_key_secret":"secret" """, "id", null)]
    [InlineData(""" "mode":"STSTOKEN","access_key_id":"id","access_key_secret":"secret","sts_token":"token" """, "id", "token")]
    [InlineData(""" "access_key_id":"id","access_key_secret":"secret" """, "id", null)]
    [InlineData(""" "mode":"","access_key_id":"id","access_key_secret":"secret","sts_token":"token" """, "id", "token")]
    public async Task Lasting_and_temporary_keys_are_read_as_they_stand(string profile, string id, string? token)
    {
        using var outside = new Outside();
        outside.WriteProfiles("", "\"name\":\"p\"," + profile);

        Assert.Equal(new AccessKey(id, "secret", token), await outside.KeyAsync("p"));
    }

    [Theory]
    [InlineData("AK", "", "access_key_id")]
    [InlineData("AK", "\"access_key_id\":\"i\"", "access_key_secret")]
    [InlineData("StsToken", "\"access_key_id\":\"i\",\"access_key_secret\":\"s\"", "sts_token")]
    [InlineData("RamRoleArn", "\"access_key_id\":\"i\",\"access_key_secret\":\"s\"", "ram_role_arn")]
    [InlineData("RamRoleArn", "\"ram_role_arn\":\"r\",\"access_key_id\":null", "access_key_id")]
    [InlineData("ChainableRamRoleArn", "\"ram_role_arn\":\"r\"", "source_profile")]
    [InlineData("OIDC", "\"ram_role_arn\":\"r\"", "oidc_provider_arn")]
    [InlineData("OIDC", "\"ram_role_arn\":\"r\",\"oidc_provider_arn\":\"p\"", "oidc_token_file")]
    [InlineData("OIDC", "\"oidc_provider_arn\":\"p\"", "ram_role_arn")]
    [InlineData("CredentialsURI", "", "credentials_uri")]
    [InlineData("External", "", "process_command")]
    public void A_missing_member_is_named_with_the_command_that_sets_it(string mode, string members, string missing)
    {
        using var outside = new Outside();
        outside.WriteProfiles("", $"\"name\":\"p\",\"mode\":\"{mode}\"{(members.Length > 0 ? "," : "")}{members}");

        var error = outside.Refuse("p");
        Assert.Equal(ErrorId.InvalidCredentials, error.Id);
        Assert.StartsWith(missing + " is missing in profile 'p'", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"Run: aliyun configure --profile p --mode {mode}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RsaKeyPair")]
    [InlineData("BearerToken")]
    [InlineData("0")]
    [InlineData("AK, StsToken")]
    public void A_mode_that_is_not_supported_is_named_with_those_that_are(string mode)
    {
        using var outside = new Outside();
        outside.WriteProfiles("", $"\"name\":\"p\",\"mode\":\"{mode}\",\"access_key_id\":\"i\",\"access_key_secret\":\"s\"");

        var error = outside.Refuse("p");
        Assert.Equal(ErrorId.InvalidCredentials, error.Id);
        Assert.StartsWith($"The mode '{mode}' of profile 'p' is not supported here: use a profile of mode AK, ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "a", "'a' leads back")]
    [InlineData("b", "a", "a → b → a.")]
    public void Source_profiles_that_lead_in_a_circle_are_an_error_that_shows_it(string sourceOfA, string sourceOfB, string shown)
    {
        using var outside = new Outside();
        outside.WriteProfiles(
            "", $"\"name\":\"a\",\"mode\":\"ChainableRamRoleArn\",\"ram_role_arn\":\"r\",\"source_profile\":\"{sourceOfA}\"",
            $"\"name\":\"b\",\"mode\":\"ChainableRamRoleArn\",\"ram_role_arn\":\"r\",\"source_profile\":\"{sourceOfB}\"");

        var error = outside.Refuse("a");
        Assert.Equal(ErrorId.InvalidCredentials, error.Id);
        Assert.Contains(shown, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_profile_that_does_not_exist_is_an_error_that_names_those_that_do()
    {
        using var outside = new Outside();
        outside.WriteProfiles("", """ "name":"a","mode":"ChainableRamRoleArn","ram_role_arn":"r","source_profile":"gone" """);

        var error = outside.Refuse("a");
        Assert.Equal(ErrorId.ProfileNotFound, error.Id);
        Assert.EndsWith("it has 'a'.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("899")]
    [InlineData("-1")]
    [InlineData("\"an hour\"")]
    public void A_session_that_is_too_short_or_no_number_is_an_error(string seconds)
    {
        using var outside = new Outside();
        outside.WriteProfiles(
            "", $"\"name\":\"p\",\"mode\":\"RamRoleArn\",\"access_key_id\":\"i\",\"access_key_secret\":\"s\",\"ram_role_arn\":\"r\",\"expired_seconds\":{seconds}");

        Assert.Equal("The session of profile 'p' (RamRoleArn) must last a whole number of seconds, 900 or more.", outside.Refuse("p").Message);
    }

    [Theory]
    [InlineData("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", "1", "External", "\"process_command\":\"true\"")]
    [InlineData("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", "True", "CredentialsURI", "\"credentials_uri\":\"http://localhost/\"")]
    [InlineData("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true", "EcsRamRole", "\"ram_role_name\":\"r\"")]
    public void What_a_variable_switches_off_is_refused_and_the_variable_named(string variable, string value, string mode, string members)
    {
        using var outside = new Outside();
        outside.Variables[variable] = value;
        outside.WriteProfiles("", $"\"name\":\"p\",\"mode\":\"{mode}\",{members}");

        var error = outside.Refuse("p");
        Assert.Equal(ErrorId.InvalidCredentials, error.Id);
        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("line\\nbreak")]
    [InlineData("ключ")]
    public void Keys_that_no_header_could_carry_are_refused_without_showing_them(string secret)
    {
        using var outside = new Outside();
        outside.WriteProfiles("", $"\"name\":\"p\",\"mode\":\"AK\",\"access_key_id\":\"i\",\"access_key_secret\":\"{secret}\"");

        Assert.Equal(
            "The access key secret of profile 'p' (AK) holds a blank, a control or a non-ASCII character: copy it again.", outside.Refuse("p").Message);
    }
}
