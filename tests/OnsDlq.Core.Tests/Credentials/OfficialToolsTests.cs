using System.Reflection;
using OnsDlq.Credentials;
using OnsDlq.Signing;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>One row for each case: the result of the official C# chain, of the aliyun command line and of this module.</summary>
public sealed class OfficialToolsTests
{
    private const string Kept =
        "\"access_key_id\":\"STS.desk\",\"access_key_secret\":\"s\",\"sts_token\":\"t\",\"region_id\":\"cn-shanghai\",\"cloud_sso_sign_in_url\":\"https://signin.example.test/x\""
        + ",\"cloud_sso_account_id\":\"1\",\"cloud_sso_access_config\":\"ac\",\"access_token\":\"a\",\"oauth_site_type\":\"CN\"";

    private const string Sso = "\"name\":\"p\",\"mode\":\"CloudSSO\",\"cloud_sso_access_token_expire\":4102444800," + Kept;
    private const string OAuth = "\"name\":\"p\",\"mode\":\"OAuth\"," + Kept;
    private const string External = "\"name\":\"p\",\"mode\":\"External\",\"process_command\":\"tool\",\"region_id\":\"cn-profile\"";
    private const string Uri = "\"name\":\"p\",\"mode\":\"CredentialsURI\",\"credentials_uri\":\"http://localhost/\"";
    private const string Own = "\"name\":\"p\",\"access_key_id\":\"own\",\"access_key_secret\":\"s\"";
    private const string IniKeys = "type=access_key\naccess_key_id=ini\naccess_key_secret=s";
    private const string Keys = """ "AccessKeyId":"STS.x","AccessKeySecret":"s","SecurityToken":"t","Expiration":"2024-01-02T09:00:00Z" """;
    private const string RoleVariable = "ALIBABA_CLOUD_ROLE_ARN=acs:ram::1:role/env";

    private static readonly ToolCase[] Cases =
    [
        new("a profile list that the command line emptied", "goes on", "refuses", "ini") { Profiles = [], Profile = null, Ini = IniKeys },
        new("a profile asked for by name in an emptied list", "refuses", "refuses", "!ProfileNotFound: it has none") { Profiles = [], Ini = IniKeys },
        new("CloudSSO with keys that are valid", "fetches others", "these keys", "STS.desk+token") { Profiles = [Sso + ",\"sts_expiration\":4102444800"] },
        new("CloudSSO as the chain's current profile", "fetches others", "these keys", "STS.desk+token") { Profiles = [Sso + ",\"sts_expiration\":4102444800"], Profile = null },
        new(
            "CloudSSO with keys that ran out", "fetches others", "fetches others",
            "!CredentialSourceFailed: Log in again: aliyun configure --profile p --mode CloudSSO")
        {
            Profiles = [Sso + ",\"sts_expiration\":1704000000"],
            Why = "a login's tokens belong to the command line, which renews the keys and writes them back",
        },
        new("CloudSSO with keys of an unknown end", "fetches others", "fetches others", "!CredentialSourceFailed: Log in again")
        {
            Profiles = [Sso], Why = "a login's tokens belong to the command line, which renews the keys and writes them back",
        },
        new("CloudSSO with valid keys after the login itself ended", "refuses", "refuses", "STS.desk+token")
        {
            Profiles = ["\"name\":\"p\",\"mode\":\"CloudSSO\",\"cloud_sso_access_token_expire\":1," + Kept + ",\"sts_expiration\":4102444800"],
            Why = "the service accepts the keys, even after the login has ended",
        },
        new("OAuth with keys that are valid", "fetches others", "these keys", "STS.desk+token") { Profiles = [OAuth + ",\"sts_expiration\":4102444800"] },
        new(
            "OAuth with keys that ran out", "fetches others", "fetches others",
            "!CredentialSourceFailed: Log in again: aliyun configure --profile p --mode OAuth")
        {
            Profiles = [OAuth + ",\"sts_expiration\":1704000000"],
            Why = "a login's tokens belong to the command line, which renews the keys and writes them back",
        },
        new("a sign-in URL without a mode", "refuses", "CloudSSO", "STS.desk+token") { Profiles = ["\"name\":\"p\",\"cloud_sso_sign_in_url\":\"https://x/\",\"mode\":\"\",\"sts_expiration\":4102444800,\"access_key_id\":\"STS.desk\",\"access_key_secret\":\"s\",\"sts_token\":\"t\""] },

        new("INI type sts", "keys without their token", "-", "STS.ini+token")
        {
            Profile = null, Ini = "type = sts\naccess_key_id = STS.ini\naccess_key_secret = s\nsecurity_token = t",
            Why = "as aliyun/credentials-go reads it; keys without their token are refused by the service",
        },
        new("INI type sts without a token", "keys without their token", "-", "!InvalidCredentials: security_token is missing")
        {
            Profile = null, Ini = "type = sts\naccess_key_id = STS.ini\naccess_key_secret = s", Why = "as in aliyun/credentials-go",
        },
        new("INI without a type", "goes on", "-", "ini")
        {
            Profile = null, Ini = "access_key_id=ini\naccess_key_secret=s", Why = "the documentation says that access_key is the default",
        },
        new("an INI section in another case", "this section", "-", "ini") { Profile = null, Ini = "enable=false\n[Other]\n" + IniKeys, Variables = ["ALIBABA_CLOUD_PROFILE=OTHER"] },
        new("INI enable = false", "these keys, outside the VPC", "-", "!NoCredentials: says enable = false")
        {
            Profile = null, Ini = "enable = false\n" + IniKeys,
            Why = "in the documentation and the other languages `enable` switches a section on and off",
        },
        new("INI rsa_key_pair", "fetches keys", "-", "!InvalidCredentials: The type 'rsa_key_pair'")
        {
            Profile = null, Ini = "type=rsa_key_pair\npublic_key_id=x\nprivate_key_file=x", Why = "the service no longer supports session keys of key pairs",
        },
        new("INI ram_role_arn with the role in the environment", "this role", "-", "STS.x+token")
        {
            Profile = null, Ini = "type=ram_role_arn\naccess_key_id=i\naccess_key_secret=s\nrole_session_name=n", Variables = [RoleVariable], Network = Role("role%2Fenv"),
        },

        new("metadata that gives a token and refuses it", "refuses", "refuses", "STS.x+token")
        {
            Profiles = ["\"name\":\"p\",\"mode\":\"EcsRamRole\""], Network = Metadata(refusesToken: true), Why = "as aliyun/credentials-java does since 1.0.6",
        },
        new("the same with v1 switched off", "refuses", "refuses", "!CredentialSourceFailed: HTTP 403")
        {
            Profiles = ["\"name\":\"p\",\"mode\":\"EcsRamRole\""], Network = Metadata(refusesToken: true), Variables = ["ALIBABA_CLOUD_IMDSV1_DISABLED=true"],
        },
        new("metadata without a token in the keys", "refuses", "refuses", "!CredentialSourceFailed: has no SecurityToken")
        {
            Profiles = ["\"name\":\"p\",\"mode\":\"EcsRamRole\""], Network = Metadata("""{"Code":"Success","AccessKeyId":"i","AccessKeySecret":"s","Expiration":"2024-01-02T09:00:00Z"}"""),
        },
        new("metadata without an expiration", "refuses", "refuses", "!CredentialSourceFailed: has no Expiration")
        {
            Profiles = ["\"name\":\"p\",\"mode\":\"EcsRamRole\""], Network = Metadata("""{"Code":"Success","AccessKeyId":"i","AccessKeySecret":"s","SecurityToken":"t"}"""),
        },

        new("RamRoleArn with the role in the environment", "this role", "this role", "STS.x+token")
        {
            Profiles = [Own + ",\"mode\":\"RamRoleArn\""], Variables = [RoleVariable], Network = Role("role%2Fenv"),
        },
        new("RamRoleArn with the external ID in the environment", "none is sent", "this ID", "STS.x+token")
        {
            Profiles = [Own + ",\"mode\":\"RamRoleArn\",\"ram_role_arn\":\"r\""], Variables = ["ALIBABA_CLOUD_EXTERNAL_ID=ext-1"], Network = Role("ExternalId=ext-1"),
        },
        new("RamRoleArnWithRoleName", "refuses", "the role, assumed as the instance's", "STS.x+token")
        {
            Profiles = ["\"name\":\"p\",\"mode\":\"RamRoleArnWithRoleName\",\"ram_role_name\":\"inst\",\"ram_role_arn\":\"r\""],
            Network = request =>
                Role("AccessKeyId=STS.ecs")(request)
                    ?? Metadata("{\"Code\":\"Success\"," + Keys.Replace("STS.x", "STS.ecs", StringComparison.Ordinal) + "}")(request),
        },
        new("a profile whose keys are in the environment", "refuses", "these keys", "env") { Profiles = ["\"name\":\"p\",\"mode\":\"AK\""], Variables = Env },
        new("a profile with half of its keys", "refuses", "mixes it with the environment", "!InvalidCredentials: access_key_secret is missing")
        {
            Profiles = ["\"name\":\"p\",\"mode\":\"AK\",\"access_key_id\":\"own\""], Variables = Env,
        },
        new("RsaKeyPair", "refuses", "fetches keys", "!InvalidCredentials: The mode 'RsaKeyPair'") { Profiles = ["\"name\":\"p\",\"mode\":\"RsaKeyPair\""] },
        new("BearerToken", "refuses", "a token, which no Ons call takes", "!InvalidCredentials: The mode 'BearerToken'") { Profiles = ["\"name\":\"p\",\"mode\":\"BearerToken\""] },

        new("an External answer without a mode", "these keys", "runs the command without end", "cmd") { Profiles = [External], Answer = """{"access_key_id":"cmd","access_key_secret":"s"}""" },
        new("an External answer with mode StsToken", "these keys", "these keys", "cmd+token") { Profiles = [External], Answer = """{"mode":"StsToken","access_key_id":"cmd","access_key_secret":"s","sts_token":"t"}""" },
        new("an External answer with mode RamRoleArn", "the keys, not the role", "this role", "STS.x+token")
        {
            Profiles = [External], Answer = """{"mode":"RamRoleArn","access_key_id":"cmd","access_key_secret":"s","ram_role_arn":"r"}""", Network = Role("AccessKeyId=cmd"),
        },
        new(
            "an External answer with mode External", "the keys", "runs the command without end",
            "!CredentialSourceFailed: answered with a mode that no answer can have")
        {
            Profiles = [External], Answer = """{"mode":"External","access_key_id":"cmd","access_key_secret":"s"}""", Why = "it contains no keys, only another command",
        },
        new("an External answer with a past expiration", "these keys, asked for anew each time", "these keys", "cmd+token")
        {
            Profiles = [External], Answer = """{"access_key_id":"cmd","access_key_secret":"s","sts_token":"t","expiration":"2020-01-01T00:00:00Z"}""",
        },
        new("an External answer with an expiration that is no time", "these keys", "these keys", "cmd") { Profiles = [External], Answer = """{"access_key_id":"cmd","access_key_secret":"s","expiration":"soon"}""" },

        new("a credentials URI without a Code", "refuses", "refuses", "!CredentialSourceFailed: Code is not Success") { Profiles = [Uri], Network = _ => "{" + Keys + "}" },
        new("a credentials URI with a Code", "keys without ID, secret and token", "these keys", "STS.x+token") { Profiles = [Uri], Network = _ => "{\"Code\":\"Success\"," + Keys + "}" },

        new("half of the pair of variables", "goes on", "mixes it with the profile", "!InvalidCredentials: is set but")
        {
            Profile = null, Variables = ["ALIBABA_CLOUD_ACCESS_KEY_ID=env"], Ini = IniKeys, Why = "another source may belong to another account",
        },
        new("a current profile that is broken", "goes on", "refuses", "!InvalidCredentials: access_key_secret is missing") { Profile = null, Profiles = ["\"name\":\"p\",\"mode\":\"AK\",\"access_key_id\":\"own\""], Ini = IniKeys },
        new("profiles switched off", "goes on", "-", "ini") { Profile = null, Profiles = [Own], Ini = IniKeys, Variables = ["ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true"] },
        new("profiles ignored", "the profile", "goes on", "ini") { Profile = null, Profiles = [Own], Ini = IniKeys, Variables = ["ALIBABA_CLOUD_IGNORE_PROFILE=TRUE"] },
        new("keys under the command line's other names", "goes on", "these keys", "ini")
        {
            Profile = null, Ini = IniKeys, Variables = ["ALICLOUD_ACCESS_KEY_ID=other", "ALICLOUD_ACCESS_KEY_SECRET=s"],
        },
    ];

    private static string[] Env => ["ALIBABA_CLOUD_ACCESS_KEY_ID=env", "ALIBABA_CLOUD_ACCESS_KEY_SECRET=s"];

    public static TheoryData<string> Names => [.. Cases.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_case_of_the_official_tools_comes_out_as_the_table_says(string name)
    {
        var row = Cases.Single(row => row.Name == name);
        using var outside = row.Open();

        var outcome = await OutcomeAsync(outside, row.Profile);

        if (!row.Here.StartsWith('!'))
        {
            Assert.Equal(row.Here, outcome);
            return;
        }

        var parts = row.Here.Split(": ", 2);
        Assert.Matches($"^{parts[0]}: .*{System.Text.RegularExpressions.Regex.Escape(parts[1])}", outcome);
    }

    [Fact]
    public void What_is_done_otherwise_on_purpose_stands_in_the_readme_with_its_reason()
    {
        var readme = File.ReadAllText(ReadmePath());

        var missing = Cases.Where(row => row.Why is { } why && !readme.Contains(why, StringComparison.Ordinal)).Select(row => row.Name);
        Assert.True(!missing.Any(), $"Say in the table of README why this is done otherwise: {string.Join("; ", missing)}.");
    }

    [Theory]
    [InlineData("", "cn-profile")]
    [InlineData(",\"region_id\":\"cn-answer\"", "cn-answer")]
    public async Task The_region_of_an_External_answer_takes_the_place_of_the_profiles(string member, string region)
    {
        using var outside = new ToolCase("", "", "", "") { Profiles = [External], Answer = $$"""{"access_key_id":"cmd","access_key_secret":"s"{{member}}}""" }.Open();
        var resolved = outside.Resolve(profileName: "p");
        await resolved.Provider.GetAsync(TestContext.Current.CancellationToken);

        Assert.Equal(region, resolved.RegionId);
    }

    [Theory]
    [InlineData("", "", false)]
    [InlineData("vpc", "", true)]
    [InlineData("VPC", "", true)]
    [InlineData("", "vpc", true)]
    [InlineData("public", "vpc", false)]
    [InlineData("", "other", false)]
    public void The_kind_of_endpoint_is_the_profiles_and_else_the_environments(string profile, string variable, bool vpc)
    {
        using var outside = new Outside();
        outside.Variables["ALIBABA_CLOUD_ENDPOINT_TYPE"] = variable;
        outside.WriteProfiles("p", Own + $",\"mode\":\"AK\",\"endpoint_type\":\"{profile}\"");

        Assert.Equal(vpc, outside.Resolve(profileName: "p").Vpc);
        Assert.Equal(vpc, outside.Resolve().Vpc);
        Assert.Equal(variable == "vpc", outside.Resolve(new AccessKey("i", "s")).Vpc);
    }

    [Fact]
    public async Task Keys_that_the_command_line_renewed_meanwhile_are_taken_without_connecting_anew()
    {
        using var outside = new Outside();
        outside.WriteProfiles("p", Sso + ",\"sts_expiration\":1704168000");
        var provider = outside.Resolve(profileName: "p").Provider;
        Assert.Equal("STS.desk", (await provider.GetAsync(TestContext.Current.CancellationToken)).Id);

        outside.WriteProfiles("p", Sso.Replace("STS.desk", "STS.next", StringComparison.Ordinal) + ",\"sts_expiration\":1704268000");
        outside.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal("STS.next", (await provider.GetAsync(TestContext.Current.CancellationToken)).Id);
    }

    [Fact]
    public async Task The_configuration_may_lie_where_the_variable_says_and_must_then_be_there()
    {
        using var outside = new Outside();
        outside.WriteProfiles("p", Own);
        outside.Variables["ALIBABA_CLOUD_CONFIG_FILE"] = outside.Write("elsewhere.json", """{"current":"q","profiles":[{"name":"q","mode":"AK","access_key_id":"other","access_key_secret":"s"}]}""");
        Assert.Equal("other", (await outside.KeyAsync()).Id);

        outside.Variables["ALIBABA_CLOUD_CONFIG_FILE"] = "/nowhere/config.json";
        Assert.StartsWith("ALIBABA_CLOUD_CONFIG_FILE names /nowhere/config.json", outside.Refuse().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_of_the_command_line_that_are_not_read_are_named_without_their_values()
    {
        using var outside = new Outside();
        Assert.Null(NeglectedVariables.Notice(outside.Environment));
        outside.Variables["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "read";
        Assert.Null(NeglectedVariables.Notice(outside.Environment));
        outside.Variables["ALICLOUD_ACCESS_KEY_SECRET"] = "hidden";
        outside.Variables["ALIBABA_CLOUD_ENDPOINT"] = "hidden";
        outside.Variables["ALIBABA_CLOUD_BEARER_TOKEN"] = "hidden";

        Assert.Equal(
            "Not read here, though the aliyun command line reads it: ALICLOUD_ACCESS_KEY_SECRET (ALIBABA_CLOUD_ACCESS_KEY_SECRET is), "
                + "ALIBABA_CLOUD_ENDPOINT (ONSDLQ_ENDPOINT is), ALIBABA_CLOUD_BEARER_TOKEN.",
            NeglectedVariables.Notice(outside.Environment));
    }

    [Fact]
    public void An_endpoint_that_stands_in_a_profile_is_not_taken_and_told()
    {
        using var outside = new Outside();
        outside.WriteProfiles("p", Own + ",\"endpoint\":\"ecs.aliyuncs.com\"");

        Assert.Contains("The endpoint of profile 'p' is ignored", Assert.Single(outside.Resolve(profileName: "p").Notices), StringComparison.Ordinal);
    }

    private static async Task<string> OutcomeAsync(Outside outside, string? profile)
    {
        try
        {
            var key = await outside.KeyAsync(profile);
            return key.SecurityToken is null ? key.Id : key.Id + "+token";
        }
        catch (CredentialsException error)
        {
            return $"!{error.Id}: {error.Message}";
        }
    }

    /// <summary>STS, which issues keys if the request contains a text.</summary>
    private static Func<HttpRequestMessage, string?> Role(string text) => request => request.RequestUri!.Host != "sts.aliyuncs.com" ? null
        : request.RequestUri.Query.Contains(text, StringComparison.Ordinal) ? "{\"Credentials\":{" + Keys + "}}" : "HTTP 400";

    private static Func<HttpRequestMessage, string?> Metadata(bool refusesToken) =>
        request => refusesToken && request.Headers.Contains("X-aliyun-ecs-metadata-token")
        ? "HTTP 403" : Metadata("{\"Code\":\"Success\"," + Keys + "}")(request);

    private static Func<HttpRequestMessage, string?> Metadata(string keys) => request => request.RequestUri!.Host != "100.100.100.200" ? null
        : request.Method == HttpMethod.Put ? "a-token" : request.RequestUri.AbsolutePath.EndsWith('/') ? "inst" : keys;

    private static string ReadmePath() => Path.Combine(
        typeof(OfficialToolsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!, "README.md");
}
