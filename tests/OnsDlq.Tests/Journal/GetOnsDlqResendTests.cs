using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;

namespace OnsDlq.Tests.Journal;

public sealed class GetOnsDlqResendTests : IDisposable
{
    private readonly JournalSession _session = new();

    public void Dispose() => _session.Dispose();

    private static MessageKey Key(string msgId, string groupId = "GID_orders", string instanceId = "MQ_INST_1", string realm = "cn-hangzhou") =>
        new(realm, instanceId, groupId, msgId);

    private async Task FillAsync()
    {
        var stage = _session.Stage;
        await stage.EndedAsync("a1", ResendStatus.Accepted, Key("M1"));
        stage.Time.Advance(TimeSpan.FromHours(1));
        await stage.EndedAsync("a2", ResendStatus.Unknown, Key("M2"));
        await stage.EndedAsync("a3", ResendStatus.Failed, Key("M1", "GID_bills", "MQ_INST_2"));
        stage.Time.Advance(TimeSpan.FromHours(1));
        await stage.EndedAsync("a4", ResendStatus.Rejected, Key("M1"));
        await stage.ClaimAsync("a5", Key("M5"));
        await stage.EndedAsync("elsewhere", ResendStatus.Accepted, Key("M1", realm: "cn-shanghai"));
    }

    [Fact]
    public async Task A_pattern_in_a_piped_object_matches_no_group()
    {
        await FillAsync();

        Assert.Empty(await _session.GetAsync<ResendAttempt>("[pscustomobject]@{ GroupId = 'GID_*'; MsgId = 'M1' } | Get-OnsDlqResend -Connection $c"));
    }

    [Theory]
    [InlineData("", "a5 a4 a3 a2 a1")]
    [InlineData("GID_orders", "a5 a4 a2 a1")]
    [InlineData("MQ_INST_1%GID_orders", "a5 a4 a2 a1")]
    [InlineData("GID_orders, GID_bills", "a5 a4 a3 a2 a1")]
    [InlineData("GID_b*", "a3")]
    [InlineData("GID_b*, gid_ORDERS M2, M1 -Status Rejected, Failed", "a4 a3")]
    [InlineData("GID_orders M1", "a4 a1")]
    [InlineData("GID_orders m2, M5", "a5 a2")]
    [InlineData("-MsgId M1", "a4 a3 a1")]
    [InlineData("-InstanceId MQ_INST_2", "a3")]
    [InlineData("-RunId run-a2", "a2")]
    [InlineData("-AttemptId a3", "a3")]
    [InlineData("-AttemptId nothing", "")]
    [InlineData("-Status Unknown, Failed", "a3 a2")]
    [InlineData("-Status InFlight", "a5")]
    [InlineData("-Status inflight, FAILED", "a5 a3")]
    [InlineData("-StartTime $middle.AddMinutes(-1) -EndTime $middle.AddMinutes(1)", "a3 a2")]
    [InlineData("-StartTime $middle.AddMinutes(1)", "a5 a4")]
    public async Task What_was_resent_over_the_connection_is_narrowed_by_every_parameter(string parameters, string expected)
    {
        _session.Set("middle", _session.Stage.Time.GetLocalNow().AddHours(1));
        await FillAsync();

        var found = await _session.GetAsync<ResendAttempt>($"Get-OnsDlqResend {parameters} -Connection $c");

        Assert.Equal(expected, string.Join(' ', found.Select(attempt => attempt.AttemptId)));
    }

    [Theory]
    [InlineData("'M1', 'm2' | Get-OnsDlqResend GID_orders -Connection $c", "a4 a1 a2")]
    [InlineData("'M2' | Get-OnsDlqResend -Connection $c", "a2")]
    [InlineData("'' | Get-OnsDlqResend -Connection $c -ErrorAction SilentlyContinue", "")]
    [InlineData("[pscustomobject]@{ RunId = 'run-a3' } | Get-OnsDlqResend -Connection $c", "a3")]
    public async Task Message_IDs_bind_as_text_from_the_pipeline(string script, string expected)
    {
        await FillAsync();

        var run = await _session.RunAsync(script);

        Assert.Null(run.Failure);
        Assert.Equal(expected, string.Join(' ', run.OutputAs<ResendAttempt>().Select(attempt => attempt.AttemptId)));
    }

    [Theory]
    [InlineData("''")]
    [InlineData("GID_orders, ''")]
    [InlineData("@()")]
    [InlineData("$never")]
    public async Task An_empty_group_does_not_mean_every_group(string group)
    {
        await FillAsync();

        var run = await _session.RunAsync($"Get-OnsDlqResend {group} -Connection $c");

        Assert.Empty(run.Output);
        Assert.Equal("EmptyArgument", run.TerminatingErrorId);
    }

    [Fact]
    public async Task A_status_that_no_attempt_has_is_refused_with_those_that_there_are()
    {
        var run = await _session.RunAsync("Get-OnsDlqResend -Status Skipped -Connection $c");

        Assert.Equal("ParameterArgumentValidationError", run.TerminatingErrorId);
        Assert.Contains("InFlight, Accepted, Failed, Rejected, Unknown", run.TerminatingError!.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_results_and_attempts_are_looked_up_from_the_pipeline()
    {
        await FillAsync();
        _session.Set("letter", new DeadLetter("m1", "GID_orders", "MQ_INST_1", "cn-hangzhou", 5));
        _session.Set(
            "sent", new ResendResult(new("cn-hangzhou", "MQ_INST_1", "GID_orders", "M1", null), ResendStatus.Accepted) { AttemptId = "a1", RunId = "run-a1" });
        _session.Set("skipped", new ResendResult(new("cn-hangzhou", null, "GID_orders", "M2", null), ResendStatus.Skipped));

        var found = await _session.GetAsync<string>(
            "$letter, $sent, $skipped, (Get-OnsDlqResend -AttemptId a3 -Connection $c) | Get-OnsDlqResend -Connection $c | ForEach-Object AttemptId");

        Assert.Equal(["a4", "a1", "a1", "a2", "a3"], found);
    }

    [Fact]
    public async Task A_skipped_result_leads_to_the_attempts_on_its_message_whatever_run_it_is_of()
    {
        await FillAsync();
        _session.Set("skipped", new ResendResult(new("cn-hangzhou", null, "GID_orders", "M1", null), ResendStatus.Skipped) { RunId = "run-of-today" });

        Assert.Equal(["a4", "a1"], await _session.GetAsync<string>("$skipped | Get-OnsDlqResend -Connection $c | ForEach-Object AttemptId"));
        Assert.Equal(["a1"], await _session.GetAsync<string>("$skipped | Get-OnsDlqResend -RunId run-a1 -Connection $c | ForEach-Object AttemptId"));
        Assert.Equal(
            ["a2"], await _session.GetAsync<string>("[pscustomobject]@{ RunId = 'run-a2' } | Get-OnsDlqResend -Connection $c | ForEach-Object AttemptId"));
    }

    [Theory]
    [InlineData("-RunId $null", "RunId")]
    [InlineData("-RunId ''", "RunId")]
    [InlineData("-RunId ' '", "RunId")]
    [InlineData("GID_orders -RunId $undefined", "RunId")]
    [InlineData("-AttemptId $null", "AttemptId")]
    [InlineData("-GroupId ''", "GroupId")]
    [InlineData("-InstanceId $undefined", "InstanceId")]
    [InlineData("-Status @()", "Status")]
    [InlineData("-Status $null", "Status")]
    public async Task An_empty_parameter_does_not_mean_everything(string parameters, string name)
    {
        await FillAsync();

        var run = await _session.RunAsync($"Get-OnsDlqResend {parameters} -Connection $c");

        Assert.Empty(run.Output);
        Assert.Equal("EmptyArgument", run.TerminatingErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, run.TerminatingError!.CategoryInfo.Category);
        Assert.Equal(name, run.TerminatingError.TargetObject);
        Assert.NotEmpty(run.TerminatingError.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("@{ RunId = '' }", "RunId")]
    [InlineData("@{ RunId = $null; GroupId = 'GID_orders' }", "RunId")]
    [InlineData("@{ AttemptId = '' }", "AttemptId")]
    [InlineData("@{ GroupId = ' ' }", "GroupId")]
    public async Task An_object_that_names_nothing_does_not_mean_everything(string row, string name)
    {
        await FillAsync();

        var run = await _session.RunAsync($"[pscustomobject]{row}, [pscustomobject]@{{ RunId = 'run-a2' }} | Get-OnsDlqResend -Connection $c");

        Assert.Null(run.Failure);
        Assert.Equal(["EmptyArgument"], run.ErrorIds);
        Assert.Equal(ErrorCategory.InvalidArgument, run.Errors[0].CategoryInfo.Category);
        Assert.Equal(name, run.Errors[0].TargetObject);
        Assert.Equal("a2", Assert.Single(run.OutputAs<ResendAttempt>()).AttemptId);
    }

    [Fact]
    public async Task An_empty_message_id_does_not_mean_every_message()
    {
        await FillAsync();

        var run = await _session.RunAsync("[pscustomobject]@{ GroupId = 'GID_orders'; MsgId = '' } | Get-OnsDlqResend -Connection $c");

        Assert.Empty(run.Output);
        Assert.Equal(["MissingMsgId"], run.ErrorIds);
        Assert.Equal(ErrorCategory.InvalidArgument, run.Errors[0].CategoryInfo.Category);
        Assert.Equal("GID_orders", run.Errors[0].TargetObject);
    }

    [Fact]
    public async Task A_range_that_ends_before_it_begins_ends_the_command()
    {
        var run = await _session.RunAsync("Get-OnsDlqResend -StartTime '2026-01-02' -EndTime '2026-01-01' -Connection $c");

        Assert.Equal("InvalidTimeRange", run.TerminatingErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, run.TerminatingError!.CategoryInfo.Category);
        Assert.Equal(0, _session.Opener.Opened);
    }

    [Fact]
    public async Task A_journal_that_does_not_exist_shows_nothing_and_is_not_made()
    {
        _session.Opener.Exists = false;

        var run = await _session.RunAsync("Get-OnsDlqResend -Connection $c -Verbose");

        Assert.Null(run.Failure);
        Assert.Empty(run.Output);
        Assert.Empty(run.Errors);
        Assert.Empty(run.Warnings);
        Assert.Equal(["There is no journal at memory."], run.Verbose);
        Assert.Equal(0, _session.Opener.Opened);
    }

    [Fact]
    public async Task Without_a_connection_none_is_made_and_the_usual_journal_is_meant()
    {
        var run = await _session.RunAsync("Get-OnsDlqResend -Verbose; Get-OnsDlqConnection");

        Assert.Null(run.Failure);
        Assert.Empty(run.Output);
        Assert.Contains("OnsDlq", Assert.Single(run.Verbose), StringComparison.Ordinal);
        Assert.Equal(0, _session.Opener.Opened);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_used_ends_the_command()
    {
        _session.Opener.Fault = new JournalException(ErrorId.JournalCorrupt, "memory", "not a journal");

        var run = await _session.RunAsync("Get-OnsDlqResend -Connection $c");

        Assert.Equal("JournalCorrupt", run.TerminatingErrorId);
        Assert.Equal("memory", run.TerminatingError!.TargetObject);
    }

    [Fact]
    public async Task Whoever_has_seen_enough_gets_no_more()
    {
        for (var i = 0; i < 1000; i++) await _session.Stage.EndedAsync($"a{i}", ResendStatus.Accepted, Key($"M{i}"));

        var found = await _session.GetAsync<string>("foreach ($once in 1) { Get-OnsDlqResend -Connection $c | ForEach-Object { $_.AttemptId; break } }");

        Assert.Equal(["a999"], found);
    }
}
