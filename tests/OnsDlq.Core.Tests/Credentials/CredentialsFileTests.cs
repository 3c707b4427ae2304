using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>The INI file of the official libraries.</summary>
public class CredentialsFileTests
{
    [Theory]
    [InlineData("[default]                   # Default credential\ntype = access_key   # kind\naccess_key_id = id  # key\naccess_key_secret = se#cret\n")]
    [InlineData("; comment\r\n# another\r\n[ default ]\r\nACCESS_KEY_ID=id\r\naccess_key_secret=se#cret\r\n")]
    [InlineData("stray = 1\n[other]\naccess_key_id=x\n[default]\naccess_key_id=id\n[other]\naccess_key_secret=y\n[default]\naccess_key_secret=se#cret")]
    public async Task Keys_are_read_through_comments_blanks_and_line_ends(string text)
    {
        using var outside = new Outside();
        outside.Write(".alibabacloud/credentials", text);

        Assert.Equal(new AccessKey("id", "se#cret"), await outside.KeyAsync());
    }

    [Fact]
    public async Task The_variable_names_another_file_and_one_that_does_not_exist_is_an_error()
    {
        using var outside = new Outside();
        outside.Variables["ALIBABA_CLOUD_CREDENTIALS_FILE"] = outside.Write("mine", "[default]\naccess_key_id=mine\naccess_key_secret=s\nregion_id=cn-ini");
        Assert.Equal("mine", (await outside.KeyAsync()).Id);
        Assert.Equal("cn-ini", outside.Resolve().RegionId);

        File.Delete(Path.Combine(outside.Home, "mine"));
        Assert.Equal(ErrorId.InvalidCredentials, outside.Refuse().Id);
    }

    [Theory]
    [InlineData("type=rsa_key_pair", "The type 'rsa_key_pair' of section [default]")]
    [InlineData("type=bearer", "The type 'bearer' of section [default]")]
    [InlineData("access_key_id=i", "access_key_secret is missing in section [default]")]
    [InlineData("type=ram_role_arn\naccess_key_id=i\naccess_key_secret=s", "role_arn is missing")]
    [InlineData("type=oidc_role_arn\nrole_arn=r", "oidc_provider_arn is missing")]
    [InlineData("type=oidc_role_arn\nrole_arn=r\noidc_provider_arn=p", "oidc_token_file_path is missing")]
    public void A_section_that_cannot_be_used_is_an_error_that_says_why(string section, string message)
    {
        using var outside = new Outside();
        outside.Write(".alibabacloud/credentials.ini", "[default]\n" + section);

        var error = outside.Refuse();
        Assert.Equal(ErrorId.InvalidCredentials, error.Id);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_that_is_switched_off_is_passed_over()
    {
        using var outside = new Outside();
        outside.Write(".alibabacloud/credentials.ini", "[default]\nenable = false\naccess_key_id=i\naccess_key_secret=s");
        outside.Write(".alibabacloud/credentials", "[default]\naccess_key_id=second\naccess_key_secret=s");

        Assert.Equal("second", (await outside.KeyAsync()).Id);
    }
}
