using System.Management.Automation;
using OnsDlq.Connection;
using OnsDlq.Credentials;
using OnsDlq.Tests.Sessions;

namespace OnsDlq.Tests.Commands;

[Collection(nameof(ProcessWide))]
public sealed class ConnectOnsDlqTests : IDisposable
{
    private const string Key = "-Credential ([pscredential]::new('LTAItest', $secret))";

    private readonly CommandSession _session = WithSecret(new CommandSession());

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_connection_is_the_sessions_own_until_it_is_closed()
    {
        var run = await _session.RunAsync($"Connect-OnsDlq cn-hangzhou MQ_INST_1 {Key}; Get-OnsDlqConnection; Disconnect-OnsDlq; Get-OnsDlqConnection");

        Assert.Null(run.Failure);
        var connection = Assert.Single(run.OutputAs<OnsDlqConnection>());
        Assert.Equal(
            ("cn-hangzhou", "MQ_INST_1", "https://ons.cn-hangzhou.aliyuncs.com/"),
            (connection.RegionId, connection.InstanceId, connection.Endpoint.ToString()));
    }

    [Fact]
    public async Task Nothing_is_emitted_unless_asked_for_and_the_secret_is_shown_nowhere()
    {
        var quiet = await _session.RunAsync($"Connect-OnsDlq -RegionId cn-hangzhou {Key}");
        Assert.Empty(quiet.Output);

        var run = await _session.RunAsync($"Connect-OnsDlq -RegionId cn-hangzhou {Key} -SecurityToken $secret -PassThru -Verbose");
        var connection = Assert.Single(run.OutputAs<OnsDlqConnection>());
        var shown = string.Join(
            '\n', [.. run.Verbose, .. connection.GetType().GetProperties().Select(p => $"{p.Name}={p.GetValue(connection)}"), connection.ToString()]);
        Assert.Contains("cn-hangzhou", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-RegionId cn_hangzhou", "UnknownRegion", ErrorCategory.InvalidArgument, "cn-hangzhou")]
    [InlineData("", "MissingRegion", ErrorCategory.InvalidArgument, "region")]
    [InlineData("-RegionId cn-wulanchabu -Vpc", "NoVpcEndpoint", ErrorCategory.InvalidArgument, "cn-wulanchabu")]
    [InlineData("-RegionId cn-hangzhou -Endpoint 'https://a b/'", "InvalidEndpoint", ErrorCategory.InvalidArgument, "endpoint")]
    [InlineData("-RegionId cn-hangzhou -Endpoint http://ons.example", "InsecureEndpoint", ErrorCategory.SecurityError, "ons.example")]
    public async Task Where_there_is_no_address_the_earlier_connection_stays(string parameters, string id, ErrorCategory category, string says)
    {
        await _session.RunAsync($"Connect-OnsDlq eu-west-1 {Key}");

        var run = await _session.RunAsync($"Connect-OnsDlq {parameters} {Key}");

        Assert.Equal(id, run.TerminatingErrorId);
        Assert.Equal(category, run.TerminatingError!.CategoryInfo.Category);
        Assert.Contains(says, run.TerminatingError.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.NotEmpty(run.TerminatingError.ErrorDetails.RecommendedAction);
        Assert.Equal(["eu-west-1"], (await _session.RunAsync("(Get-OnsDlqConnection).RegionId")).OutputAs<string>());
    }

    [Theory]
    [InlineData("cn-hangzhuo", "Did you mean cn-hangzhou?")]
    [InlineData("cn-hangzhuo -Endpoint https://ons.example.com", "Did you mean cn-hangzhou?")]
    [InlineData("xx-new-1", "It is called by the official rule, at ons.xx-new-1.aliyuncs.com.")]
    [InlineData("xx-new-1 -Vpc", "It is called by the official rule, at ons-vpc.xx-new-1.aliyuncs.com.")]
    public async Task A_region_that_is_not_on_the_list_is_connected_to_with_a_warning(string parameters, string says)
    {
        var run = await _session.RunAsync($"Connect-OnsDlq {parameters} {Key} -PassThru");

        Assert.Null(run.Failure);
        Assert.Contains(says, Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.Equal(parameters.Split(' ')[0], Assert.Single(run.OutputAs<OnsDlqConnection>()).RegionId);
    }

    [Fact]
    public async Task A_variable_that_is_not_read_is_told_once()
    {
        try
        {
            var run = await _session.RunAsync($"$env:ALICLOUD_PROFILE = 'hush'; Connect-OnsDlq cn-hangzhou {Key}; Connect-OnsDlq cn-hangzhou {Key}");

            Assert.Null(run.Failure);
            Assert.Equal(
                "Not read here, though the aliyun command line reads it: ALICLOUD_PROFILE (ALIBABA_CLOUD_PROFILE is).", Assert.Single(run.Warnings));
        }
        finally
        {
            Environment.SetEnvironmentVariable("ALICLOUD_PROFILE", null);
        }
    }

    [Fact]
    public async Task The_environment_may_say_that_the_vpc_is_meant()
    {
        try
        {
            var run = await _session.RunAsync($"$env:ALIBABA_CLOUD_ENDPOINT_TYPE = 'vpc'; (Connect-OnsDlq cn-hangzhou {Key} -PassThru).Endpoint.Host");

            Assert.Equal(["ons-vpc.cn-hangzhou.aliyuncs.com"], run.OutputAs<string>());
        }
        finally
        {
            Environment.SetEnvironmentVariable("ALIBABA_CLOUD_ENDPOINT_TYPE", null);
        }
    }

    [Theory]
    [InlineData("cn-hangzhou -Endpoint https://10.0.0.5", 0)]
    [InlineData("-Endpoint https://10.0.0.5", 1)]
    [InlineData("-Endpoint http://localhost:1", 0)]
    [InlineData("-Endpoint ons.cn-hangzhou.aliyuncs.com", 0)]
    [InlineData("", 0)]
    public async Task An_endpoint_that_no_region_is_named_for_is_said_once_to_be_a_service_of_its_own(string parameters, int warnings)
    {
        Environment.SetEnvironmentVariable("ALIBABA_CLOUD_REGION_ID", "cn-beijing");
        try
        {
            var run = await _session.RunAsync($"Connect-OnsDlq {parameters} {Key}; Get-OnsDlqConnection");

            Assert.Null(run.Failure);
            Assert.Equal(
                warnings,
                run.Warnings.Count(text => text.Contains("10.0.0.5:443", StringComparison.Ordinal) && text.Contains("-RegionId", StringComparison.Ordinal)));
            Assert.Equal(warnings, run.Warnings.Count);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ALIBABA_CLOUD_REGION_ID", null);
        }
    }

    [Theory]
    [InlineData("cn-hangzhou -Endpoint https://10.0.0.5", "cn-hangzhou")]
    [InlineData("cn-hangzhou -Endpoint ep-x.privatelink.aliyuncs.com", "cn-hangzhou")]
    [InlineData("cn-hangzhou -Endpoint http://[::ffff:127.0.0.1]:5000", "127.0.0.1:5000")]
    [InlineData("cn-hangzhou -Vpc", "cn-hangzhou")]
    public async Task A_service_has_one_name_in_the_journal(string parameters, string realm)
    {
        var run = await _session.RunAsync($"Connect-OnsDlq {parameters} {Key} -PassThru");

        Assert.Null(run.Failure);
        Assert.Equal(realm, Assert.Single(run.OutputAs<OnsDlqConnection>()).Realm);
    }

    [Fact]
    public async Task A_profile_that_is_not_there_is_named()
    {
        var run = await _session.RunAsync("Connect-OnsDlq cn-hangzhou -ProfileName no-such-profile-anywhere");

        Assert.Equal("ProfileNotFound", run.TerminatingErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, run.TerminatingError!.CategoryInfo.Category);
        Assert.Contains("no-such-profile-anywhere", run.TerminatingError.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Variable:journal.db")]
    [InlineData("$ExecutionContext.SessionState.Path.SetLocation('Variable:')", "journal.db")]
    public async Task A_journal_that_would_lie_where_no_files_are_is_refused(string before, string journal)
    {
        var run = await _session.RunAsync($"{before}\nConnect-OnsDlq cn-hangzhou {Key} -Journal {journal}");

        Assert.Equal("InvalidJournal", run.TerminatingErrorId);
        Assert.Equal(journal, run.TerminatingError!.TargetObject);
        Assert.Contains("Variable", run.TerminatingError.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_keys_every_command_says_how_to_give_them()
    {
        foreach (var script in new[] { "Connect-OnsDlq cn-hangzhou", "Get-OnsDlqMessage GID_a", "'M1' | Invoke-OnsDlqResend GID_a -Confirm:$false" })
        {
            var run = await _session.RunAsync(script);

            Assert.Equal("NoCredentials", run.TerminatingErrorId);
            Assert.Equal(ErrorCategory.AuthenticationError, run.TerminatingError!.CategoryInfo.Category);
            Assert.Contains("Start-OnsDlqSandbox", run.TerminatingError.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
            Assert.Empty(run.Errors);
        }
    }

    [Fact]
    public async Task A_connection_made_from_the_environment_follows_it()
    {
        // The connection is made before the ID is found to be invalid, and no call is made.
        const string list = "Get-OnsDlqMessage GID_a 'no ID' -ErrorAction Ignore; (Get-OnsDlqConnection).RegionId";
        try
        {
            var run = await _session.RunAsync(
                $$"""
                $env:ALIBABA_CLOUD_ACCESS_KEY_ID = 'LTAItest'; $env:ALIBABA_CLOUD_ACCESS_KEY_SECRET = 'hush'; $env:ONSDLQ_ENDPOINT = 'http://127.0.0.1:1'
                $env:ALIBABA_CLOUD_REGION_ID = 'eu-west-1'; {{list}}; $one = Get-OnsDlqConnection; {{list}}; [object]::ReferenceEquals($one, (Get-OnsDlqConnection))
                $env:ALIBABA_CLOUD_REGION_ID = 'us-east-1'; {{list}}
                Connect-OnsDlq ap-south-1 {{Key}}; $env:ALIBABA_CLOUD_REGION_ID = 'eu-west-1'; {{list}}
                """);

            Assert.Null(run.Failure);
            Assert.Equal(["eu-west-1", "eu-west-1", true, "us-east-1", "ap-south-1"], run.OutputAs<object>());
        }
        finally
        {
            foreach (var name in new[] { "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_REGION_ID", "ONSDLQ_ENDPOINT" })
                Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public async Task Two_runspaces_have_two_connections()
    {
        using var other = WithSecret(new CommandSession());
        await _session.RunAsync($"Connect-OnsDlq cn-hangzhou {Key}");
        await other.RunAsync($"Connect-OnsDlq eu-west-1 {Key}");

        Assert.Equal(["cn-hangzhou"], (await _session.RunAsync("(Get-OnsDlqConnection).RegionId")).OutputAs<string>());
        Assert.Equal(["eu-west-1"], (await other.RunAsync("(Get-OnsDlqConnection).RegionId")).OutputAs<string>());
    }

    [Fact]
    public async Task Parameters_that_exclude_each_other_are_refused()
    {
        Assert.NotNull((await _session.RunAsync($"Connect-OnsDlq cn-hangzhou -ProfileName p {Key}")).Failure);
        Assert.Empty(_session.Host.Prompts);
    }

    [Theory]
    [InlineData("Connect-OnsDlq -RegionId cn-hang", "cn-hangzhou")]
    [InlineData("Connect-OnsDlq us-e", "us-east-1")]
    [InlineData("Start-OnsDlqSandbox -Seed d", "demo")]
    public async Task Values_are_completed(string typed, string expected) => Assert.Contains(expected, await CompleteAsync(typed));

    [Fact]
    public async Task Profiles_are_completed_by_name_and_a_broken_file_completes_nothing()
    {
        var folder = Directory.CreateDirectory(Path.Combine(CredentialsEnvironment.Current.HomeFolder, ".aliyun"));
        try
        {
            var file = Path.Combine(folder.FullName, "config.json");
            await File.WriteAllTextAsync(file, """{ "profiles": [ { "name": "prod" }, { "name": "it's mine" } ] }""", TestContext.Current.CancellationToken);
            Assert.Equal(["prod"], await CompleteAsync("Connect-OnsDlq -ProfileName p"));
            Assert.Equal(["'it''s mine'"], await CompleteAsync("Connect-OnsDlq -ProfileName it"));

            await File.WriteAllTextAsync(file, "{", TestContext.Current.CancellationToken);
            Assert.DoesNotContain("prod", await CompleteAsync("Connect-OnsDlq -ProfileName p"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_connection_that_was_closed_says_so_when_it_is_used()
    {
        var run = await _session.RunAsync(
            $"$c = Connect-OnsDlq cn-hangzhou -Endpoint http://127.0.0.1:1 {Key} -PassThru; Disconnect-OnsDlq; Get-OnsDlqMessage GID_a -Connection $c");

        Assert.Equal("CallAborted", run.TerminatingErrorId);
        Assert.Equal(ErrorCategory.OperationStopped, run.TerminatingError!.CategoryInfo.Category);
    }

    [Fact]
    public async Task A_connection_that_was_given_out_outlives_the_next()
    {
        var run = await _session.RunAsync($"$c = Connect-OnsDlq cn-hangzhou -Endpoint http://127.0.0.1:1 {Key} -PassThru; Connect-OnsDlq eu-west-1 {Key}; Get-OnsDlqMessage GID_a -Connection $c");

        // No server listens there; with a closed connection there would not even have been a try.
        Assert.Equal("ServiceUnreachable", run.TerminatingErrorId);
    }

    private async Task<IReadOnlyList<string>> CompleteAsync(string typed)
    {
        _session.Set("typed", typed);
        var run = await _session.RunAsync("@((TabExpansion2 $typed $typed.Length).CompletionMatches | ForEach-Object CompletionText)");
        return run.OutputAs<string>();
    }

    private static CommandSession WithSecret(CommandSession session)
    {
        var secret = new System.Security.SecureString();
        foreach (var letter in "hush") secret.AppendChar(letter);
        secret.MakeReadOnly();
        session.Set("secret", secret);
        return session;
    }
}
