using System.Management.Automation;
using System.Security;
using OnsDlq.Connection;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.Tests.Commands;

namespace OnsDlq.Tests.Sessions;

/// <summary>Which connection a runspace uses if it has not chosen one.</summary>
[Collection(nameof(ProcessWide))]
public sealed class ChosenConnectionTests : IDisposable
{
    private const string Show = "(Get-OnsDlqConnection).RegionId";

    // No server listens there. With a closed connection there would not even have been a try.
    private const string Call = "Get-OnsDlqMessage GID_a";

    private readonly List<CommandSession> _sessions = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq choices ");

    public void Dispose()
    {
        foreach (var session in _sessions) session.Dispose();
        Environment.SetEnvironmentVariable("ALIBABA_CLOUD_ACCESS_KEY_ID", null);
        Environment.SetEnvironmentVariable("ALIBABA_CLOUD_ACCESS_KEY_SECRET", null);
        Environment.SetEnvironmentVariable("ALIBABA_CLOUD_REGION_ID", null);
        Environment.SetEnvironmentVariable("ONSDLQ_ENDPOINT", null);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_runspace_that_chose_nothing_works_with_the_only_choice_there_is()
    {
        await RunAsync(Open(), Connect("cn-hangzhou", instance: "MQ_INST_1"));

        var connection = Assert.Single((await RunAsync(Open(), "Get-OnsDlqConnection")).OutputAs<OnsDlqConnection>());

        Assert.Equal(("cn-hangzhou", "MQ_INST_1", Journal("one")), (connection.RegionId, connection.InstanceId, connection.Journal));
    }

    [Fact]
    public async Task The_environment_counts_only_where_nobody_chose()
    {
        SetEnvironment("us-east-1");
        var other = Open();
        Assert.Equal(["us-east-1"], (await RunAsync(other, $"{Call} -ErrorAction Ignore 'no ID'; {Show}")).OutputAs<string>());

        await RunAsync(Open(), Connect("cn-hangzhou"));

        Assert.Equal(["cn-hangzhou"], (await RunAsync(other, $"{Call} -ErrorAction Ignore 'no ID'; {Show}")).OutputAs<string>());
    }

    [Fact]
    public async Task A_runspaces_own_choice_comes_first()
    {
        var own = Open();
        await RunAsync(own, Connect("eu-west-1"));
        await RunAsync(Open(), Connect("cn-hangzhou"));

        Assert.Equal(["eu-west-1"], (await RunAsync(own, Show)).OutputAs<string>());
    }

    [Fact]
    public async Task One_choice_made_twice_is_one()
    {
        await RunAsync(Open(), Connect("cn-hangzhou"));
        await RunAsync(Open(), Connect("CN-Hangzhou"));

        Assert.Equal(["cn-hangzhou"], (await RunAsync(Open(), Show)).OutputAs<string>());
    }

    [Theory]
    [InlineData("eu-west-1", null, "LTAItest", "one")]
    [InlineData("cn-hangzhou", "MQ_INST_2", "LTAItest", "one")]
    [InlineData("cn-hangzhou", null, "LTAIother", "one")]
    [InlineData("cn-hangzhou", null, "LTAItest", "two")]
    public async Task Choices_that_differ_in_anything_have_to_be_told_apart(string region, string? instance, string keyId, string journal)
    {
        await RunAsync(Open(), Connect("cn-hangzhou"));
        await RunAsync(Open(), Connect(region, instance, keyId, journal));
        var third = Open();

        foreach (var script in new[] { Call, "Get-OnsDlqResend", "Get-OnsDlqConnection", "'M1' | Invoke-OnsDlqResend GID_a -Confirm:$false" })
        {
            var run = await RunAsync(third, script);
            Assert.Equal("ConnectionAmbiguous", run.TerminatingErrorId);
            Assert.Equal(ErrorCategory.InvalidOperation, run.TerminatingError!.CategoryInfo.Category);
            Assert.Equal(2, Assert.IsType<string[]>(run.TerminatingError.TargetObject).Length);
            Assert.Contains("-Connection", run.TerminatingError.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
            Assert.Contains(Journal(journal), run.TerminatingError.ErrorDetails.Message, StringComparison.Ordinal);
            Assert.Empty(run.Errors);
        }
    }

    [Fact]
    public async Task Choices_of_closed_runspaces_do_not_count()
    {
        await RunAsync(Open(), Connect("cn-hangzhou"));
        var gone = Open();
        await RunAsync(gone, Connect("eu-west-1"));
        gone.Dispose();

        Assert.Equal(["cn-hangzhou"], (await RunAsync(Open(), Show)).OutputAs<string>());
    }

    [Fact]
    public async Task A_runspace_keeps_what_it_began_with_whatever_the_others_do()
    {
        var (first, other) = (Open(), Open());
        await RunAsync(first, Connect("cn-hangzhou"));
        Assert.Equal("ServiceUnreachable", (await RunAsync(other, Call)).TerminatingErrorId);

        await RunAsync(first, Connect("eu-west-1"));
        Assert.Equal("ServiceUnreachable", (await RunAsync(other, Call)).TerminatingErrorId);
        await RunAsync(first, "Disconnect-OnsDlq");
        Assert.Equal("ServiceUnreachable", (await RunAsync(other, Call)).TerminatingErrorId);
        first.Dispose();

        Assert.Equal("ServiceUnreachable", (await RunAsync(other, Call)).TerminatingErrorId);
        Assert.Equal(["cn-hangzhou"], (await RunAsync(other, Show)).OutputAs<string>());
    }

    [Fact]
    public async Task Disconnecting_in_one_runspace_takes_nothing_from_others()
    {
        var (first, other) = (Open(), Open());
        await RunAsync(first, $"$c = {Connect("cn-hangzhou")} -PassThru");
        await RunAsync(other, $"{Call} -ErrorAction Ignore; Disconnect-OnsDlq");

        Assert.Equal("ServiceUnreachable", (await RunAsync(first, Call)).TerminatingErrorId);

        await RunAsync(other, "Get-OnsDlqConnection");
        await RunAsync(first, "Disconnect-OnsDlq");

        Assert.Equal("ServiceUnreachable", (await RunAsync(other, Call)).TerminatingErrorId);
    }

    [Fact]
    public async Task A_choice_that_nobody_works_with_any_more_is_closed()
    {
        var (first, other) = (Open(), Open());
        var connection = (await RunAsync(first, $"{Connect("cn-hangzhou")} -PassThru")).OutputAs<OnsDlqConnection>()[0];
        await RunAsync(other, "Get-OnsDlqConnection");
        await RunAsync(first, "Disconnect-OnsDlq");
        Assert.False(connection.IsClosed);

        other.Dispose();

        Assert.True(connection.IsClosed);
        Assert.Empty((await RunAsync(Open(), "Get-OnsDlqConnection")).Output);
    }

    [Fact]
    public async Task A_runspace_that_is_closed_closes_what_it_alone_worked_with()
    {
        var first = Open();
        await RunAsync(first, Connect("cn-hangzhou"));
        var connection = OnsDlq.Sessions.LiveChoices.OfThisProcess.Find();

        first.Dispose();

        Assert.True(connection!.IsClosed);
        Assert.Null(OnsDlq.Sessions.LiveChoices.OfThisProcess.Find());
    }

    [Fact]
    public async Task The_journal_of_the_choice_is_read_and_not_the_usual_one()
    {
        await RunAsync(Open(), Connect("cn-hangzhou"));

        var run = await RunAsync(Open(), "Get-OnsDlqResend -Verbose");

        Assert.Contains(run.Verbose, line => line.Contains(Journal("one"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_started_during_a_rehearsal_goes_nowhere_unless_it_connects()
    {
        SetEnvironment("us-east-1");
        Environment.SetEnvironmentVariable("ONSDLQ_REHEARSAL", "process 1 at 127.0.0.1:5000");
        try
        {
            var session = Open();
            foreach (var script in new[] { Call, "'M1' | Invoke-OnsDlqResend GID_a -Confirm:$false", "Get-OnsDlqResend", "Block-OnsDlqMessage GID_a M1 -Reason r -Confirm:$false" })
            {
                var run = await RunAsync(session, script);
                Assert.Equal("RehearsalElsewhere", run.TerminatingErrorId);
                Assert.Equal(ErrorCategory.InvalidOperation, run.TerminatingError!.CategoryInfo.Category);
                Assert.Equal("process 1 at 127.0.0.1:5000", run.TerminatingError.TargetObject);
                Assert.Contains("Connect-OnsDlq", run.TerminatingError.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
                Assert.Empty(run.Errors);
            }

            Assert.Empty((await RunAsync(session, "Get-OnsDlqConnection")).Output);
            Assert.Equal("ServiceUnreachable", (await RunAsync(session, $"{Connect("cn-hangzhou")}; {Call}")).TerminatingErrorId);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ONSDLQ_REHEARSAL", null);
        }
    }

    private string Journal(string name) => Path.Combine(_folder.FullName, name + ".db");

    private string Connect(string region, string? instance = null, string keyId = "LTAItest", string journal = "one") =>
        $"Connect-OnsDlq {region} {instance} -Endpoint http://127.0.0.1:1 -Journal '{Journal(journal)}' -Credential ([pscredential]::new('{keyId}', $secret))";

    private CommandSession Open()
    {
        var session = new CommandSession();
        var secret = new SecureString();
        secret.AppendChar('x');
        session.Set("secret", secret);
        _sessions.Add(session);
        return session;
    }

    private static Task<ModuleRun> RunAsync(CommandSession session, string script) => session.RunAsync(script);

    private static void SetEnvironment(string region)
    {
        Environment.SetEnvironmentVariable("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIenv");
        Environment.SetEnvironmentVariable("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "hush");
        Environment.SetEnvironmentVariable("ALIBABA_CLOUD_REGION_ID", region);
        Environment.SetEnvironmentVariable("ONSDLQ_ENDPOINT", "http://127.0.0.1:1");
    }
}
