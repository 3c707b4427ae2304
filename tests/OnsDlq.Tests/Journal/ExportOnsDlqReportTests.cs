using System.Management.Automation;
using System.Xml.Linq;
using OnsDlq.Evidence;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Journal;

public sealed class ExportOnsDlqReportTests : IDisposable
{
    private readonly JournalSession _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq-report-");

    public ExportOnsDlqReportTests()
    {
        _session.Set("page", Place);
        _session.Set("letter", Letter("L1"));
        _session.Set("letters", new[] { Letter("L1"), Letter("L2") });
    }

    private string Place => Path.Combine(_folder.FullName, "a [1].html");

    private string Text => XDocument.Parse(File.ReadAllText(Place)).Root!.Value;

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }

    private static MessageKey Key(string msgId) => new("cn-hangzhou", "MQ_INST_1", "GID_orders", msgId);

    private static DeadLetter Letter(string msgId) => new(msgId, "GID_orders", "MQ_INST_1", "cn-hangzhou", TimeProvider.System.GetUtcNow().AddHours(-71).ToUnixTimeMilliseconds())
    {
        Topic = "orders",
        Tag = "paid",
        Key = ["K1", "K2"],
    };

    private async Task FillAsync()
    {
        await _session.Stage.EndedAsync("a1", ResendStatus.Accepted, Key("M1"));
        await _session.Stage.EndedAsync("a2", ResendStatus.Unknown, Key("M2"));
    }

    [Theory]
    [InlineData("Export-OnsDlqReport $page -RunId run-a2, run-a1, RUN-A2 -Connection $c")]
    [InlineData("Get-OnsDlqRun -Connection $c | Export-OnsDlqReport $page -Connection $c")]
    [InlineData("Get-OnsDlqRun -Connection $c | ConvertTo-Json -AsArray | ConvertFrom-Json | Export-OnsDlqReport $page -Connection $c")]
    public async Task Runs_are_read_from_the_journal_once_each(string script)
    {
        await FillAsync();

        var made = await _session.GetAsync<FileInfo>(script);

        Assert.Equal(Place, Assert.Single(made).FullName);
        Assert.Contains("This report is on 2 attempts to resend.", Text, StringComparison.Ordinal);
        Assert.Contains("run-a1", Text, StringComparison.Ordinal);
        Assert.Contains("Unknown: all 1.", Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attempts_can_be_piped_and_passed_on()
    {
        await FillAsync();

        var passed = await _session.GetAsync<ResendAttempt>("Get-OnsDlqResend -Connection $c | Export-OnsDlqReport $page -PassThru");
        var read = await _session.GetAsync<ResendAttempt>("Export-OnsDlqReport $page -RunId run-a1 -PassThru -Force -Connection $c");

        Assert.Equal(["a2", "a1"], passed.Select(one => one.AttemptId));
        Assert.Equal("a1", Assert.Single(read).AttemptId);
        Assert.Contains("This report is on 1 attempt to resend.", Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_the_journal_does_not_have_is_an_error_and_no_page()
    {
        var run = await _session.RunAsync("Export-OnsDlqReport $page -RunId nothing -Connection $c");

        RunAssert.OneError(run, "RunNotFound", ErrorCategory.ObjectNotFound, "nothing");
        Assert.Empty(run.Output);
        Assert.False(File.Exists(Place));
    }

    [Theory]
    [InlineData("Export-OnsDlqReport $page -RunId $null -Connection $c")]
    [InlineData("Export-OnsDlqReport $page -RunId @() -Connection $c")]
    [InlineData("Export-OnsDlqReport $page -RunId run-a1, '' -Connection $c")]
    public async Task An_ID_of_a_run_that_is_empty_is_an_error(string script)
    {
        var run = await _session.RunAsync(script);

        Assert.Equal("EmptyArgument", run.TerminatingErrorId);
        Assert.False(File.Exists(Place));
    }

    [Theory]
    [InlineData("$letters | Export-OnsDlqReport $page")]
    [InlineData("Export-OnsDlqReport $page -InputObject $letters")]
    [InlineData(", $letters | Export-OnsDlqReport $page")]
    [InlineData("$letters | ConvertTo-Csv | ConvertFrom-Csv | Export-OnsDlqReport $page")]
    [InlineData("$letters | ConvertTo-Json | ConvertFrom-Json | Export-OnsDlqReport $page")]
    public async Task Dead_letters_are_taken_in_every_form(string script)
    {
        await _session.GetAsync<FileInfo>(script);

        Assert.Contains("This report is on 2 dead letters.", Text, StringComparison.Ordinal);
        Assert.Contains("orders · paid · K1 K2", Text, StringComparison.Ordinal);
        Assert.Contains("Soon to expire: all 2.", Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_comes_with_what_it_proves_of_its_run()
    {
        await FillAsync();
        var found = new AttemptEvidence { Verdict = EvidenceVerdict.Consumed, FoundAt = TimeProvider.System.GetUtcNow() };
        await _session.Stage.Journal.RecordEvidenceAsync([new("a1", found)], TestContext.Current.CancellationToken);
        _session.Set("evidence", new ResendEvidence(await RecordedAsync("a1"), found));

        await _session.GetAsync<FileInfo>("$evidence | Export-OnsDlqReport $page -Connection $c");
        var live = Text;
        await _session.GetAsync<FileInfo>("$evidence | ConvertTo-Json | ConvertFrom-Json | Export-OnsDlqReport $page -Force -Connection $c");

        Assert.All([live, Text], text =>
        {
            Assert.Contains("This report is on the evidence on 1 resend.", text, StringComparison.Ordinal);
            Assert.Contains("All of the messages that were or may have been sent were consumed.Run run-a1: 1 of 1 known", text, StringComparison.Ordinal);
        });
    }

    private async Task<RecordedAttempt> RecordedAsync(string attemptId)
    {
        var found = new List<RecordedAttempt>();
        await foreach (var recorded in _session.Stage.Journal.QueryAsync(new() { AttemptId = attemptId }, TestContext.Current.CancellationToken))
            found.Add(recorded);
        return Assert.Single(found);
    }

    [Fact]
    public async Task Evidence_on_the_pipeline_comes_with_its_runs()
    {
        await FillAsync();

        await _session.GetAsync<FileInfo>(
            "[pscustomobject]@{ MsgId = 'M1'; GroupId = 'GID_orders'; RunId = 'run-a1'; Status = 'Accepted'; Verdict = 'Consumed' } | Export-OnsDlqReport $page -Connection $c");

        Assert.Contains("This report is on the evidence on 1 resend.", Text, StringComparison.Ordinal);
        Assert.Contains("run-a1", Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_whose_run_is_not_in_the_journal_is_reported_without_it()
    {
        await _session.GetAsync<FileInfo>(
            "[pscustomobject]@{ MsgId = 'M'; GroupId = 'GID_a'; RunId = 'gone'; Status = 'Accepted'; Verdict = 'Consumed' } | Export-OnsDlqReport $page -Connection $c");

        Assert.Contains("the evidence on 1 resend", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("As the journal has it", Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_results_attempts_and_evidence_are_told_apart_by_their_properties()
    {
        await _session.GetAsync<FileInfo>(
            """
            [pscustomobject]@{ MsgId = 'M1'; GroupId = 'GID_orders'; Status = 'skipped'; Reason = 'MaxRounds'; Round = '3'; StoreTimestamp = '' },
            @{ MessageId = 'M2'; Status = 'Unknown'; Machine = 'host'; Reason = 'by hand'; StartTime = '2026-11-23T08:00:00Z'; InstanceId = $(if ($false) { 1 }) },
            [pscustomobject]@{ MsgId = 'M3'; GroupId = 'GID_orders'; Verdict = 'Returned'; Status = 'Accepted' },
            [pscustomobject]@{ MsgId = 'M4'; GroupId = 'GID_orders'; Verdict = 'NotYetKnown'; Reason = 'NoTrace'; Status = 'Accepted' },
            [pscustomobject]@{ MsgId = 'M5'; GroupId = 'GID_orders'; Verdict = 'Consumed'; StoreTimestamp = 1764000000123; ResendState = 'Accepted' } |
                Export-OnsDlqReport $page
            """);

        Assert.Contains(
            "This report is on 1 dead letter, 1 result of resends, 1 attempt to resend, the evidence on 2 resends.", Text, StringComparison.Ordinal);
        Assert.Contains("Why it is not known yet: 1 in all.", Text, StringComparison.Ordinal);
        Assert.Contains("Returned: all 2.", Text, StringComparison.Ordinal);
        Assert.Contains("Unknownby hand2026-11-23 08:00:00", Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_that_cannot_be_read_is_an_error_each_and_the_rest_is_reported()
    {
        var run = await _session.RunAsync(
            "$letter, 5, $null, 'M1', [pscustomobject]@{ MsgId = 'M'; Status = 'Fine' }, [pscustomobject]@{ MsgId = 'M'; Status = 'Accepted'; Round = 'x' }, "
            + "[pscustomobject]@{ Name = 'x' } | Export-OnsDlqReport $page");

        Assert.Equal(["UnreadableInput", "UnreadableInput", "UnreadableInput", "UnreadableInput", "UnreadableInput", "MissingMsgId"], run.ErrorIds);
        Assert.Equal(5, run.Errors[0].TargetObject);
        Assert.Contains("Pipe dead letters", run.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("This report is on 1 dead letter.", Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_could_be_read_there_is_no_page()
    {
        var run = await _session.RunAsync("1, 2 | Export-OnsDlqReport $page");

        Assert.Equal(["UnreadableInput", "UnreadableInput"], run.ErrorIds);
        Assert.Empty(run.Output);
        Assert.False(File.Exists(Place));
    }

    [Fact]
    public async Task Without_input_the_page_says_so()
    {
        await _session.GetAsync<FileInfo>("@() | Export-OnsDlqReport $page");

        Assert.Contains("There was nothing to report", Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_exists_is_replaced_only_with_Force()
    {
        await File.WriteAllTextAsync(Place, "mine", TestContext.Current.CancellationToken);

        var refused = await _session.RunAsync("$letter | Export-OnsDlqReport $page");

        Assert.Equal("ReportExists", refused.TerminatingErrorId);
        Assert.Equal((ErrorCategory.ResourceExists, Place), (refused.TerminatingError!.CategoryInfo.Category, refused.TerminatingError.TargetObject));
        Assert.Equal("mine", await File.ReadAllTextAsync(Place, TestContext.Current.CancellationToken));

        await _session.GetAsync<FileInfo>("$letter | Export-OnsDlqReport $page -Force");
        Assert.Contains("1 dead letter", Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIf_writes_nothing()
    {
        var run = await _session.RunAsync("$letter | Export-OnsDlqReport $page -WhatIf -PassThru");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Empty(run.Output);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task A_missing_folder_is_an_error_before_the_input_is_read()
    {
        _session.Set("page", Path.Combine(_folder.FullName, "none", "a.html"));

        var run = await _session.RunAsync("& { $letter; $global:went = $true } | Export-OnsDlqReport $page");

        Assert.Equal("ReportUnwritable", run.TerminatingErrorId);
        Assert.Equal(ErrorCategory.WriteError, run.TerminatingError!.CategoryInfo.Category);
        Assert.Empty((await _session.RunAsync("$global:went")).Output.OfType<object>());
    }

    [Fact]
    public async Task An_export_that_is_stopped_leaves_nothing()
    {
        var run = await _session.RunAsync("$letters | Export-OnsDlqReport $page -PassThru | Select-Object -First 1");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Single(run.Output);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task A_relative_path_and_one_on_a_drive_of_PowerShell_are_found()
    {
        _session.Set("folder", _folder.FullName);

        var made = await _session.GetAsync<FileInfo>(
            """
            $null = New-PSDrive reports FileSystem $folder
            $letter | Export-OnsDlqReport reports:/one.html
            Set-Location $folder
            $letter | Export-OnsDlqReport two.html
            """);

        Assert.Equal(["one.html", "two.html"], made.Select(file => Path.GetRelativePath(_folder.FullName, file.FullName)));
        Assert.All(made, file => Assert.True(file.Exists));
    }
}
