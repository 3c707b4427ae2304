using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Resend;

/// <summary>What the command does with its journal: creates it, warns, and sends nothing if it cannot be used.</summary>
public sealed class ResendJournalTests : IAsyncDisposable
{
    private const string Resend = "'A1', 'A2', 'A3' | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false -ThrottleLimit 1";

    private readonly HookedJournal _journal = new(new MemoryJournal());
    private readonly MemoryJournalOpener _opener;

    public ResendJournalTests() => _opener = new MemoryJournalOpener(_journal);

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    public static TheoryData<string, ErrorCategory> Faults => new()
    {
        { nameof(ErrorId.JournalUnreachable), ErrorCategory.ObjectNotFound },
        { nameof(ErrorId.JournalUnreadable), ErrorCategory.ReadError },
        { nameof(ErrorId.JournalUnwritable), ErrorCategory.WriteError },
        { nameof(ErrorId.JournalFull), ErrorCategory.LimitsExceeded },
        { nameof(ErrorId.JournalLocked), ErrorCategory.ResourceBusy },
        { nameof(ErrorId.JournalCorrupt), ErrorCategory.InvalidData },
        { nameof(ErrorId.JournalNewerSchema), ErrorCategory.InvalidOperation },
        { nameof(ErrorId.JournalOnNetwork), ErrorCategory.InvalidArgument },
        { nameof(ErrorId.JournalFilesLost), ErrorCategory.InvalidOperation },
        { nameof(ErrorId.JournalIncomplete), ErrorCategory.InvalidData },
        { nameof(ErrorId.JournalHasSeveralNames), ErrorCategory.InvalidArgument },
        { nameof(ErrorId.JournalNotShared), ErrorCategory.PermissionDenied },
        { nameof(ErrorId.JournalAccessDenied), ErrorCategory.AuthenticationError },
        { nameof(ErrorId.JournalCertificate), ErrorCategory.SecurityError },
        { nameof(ErrorId.JournalMoved), ErrorCategory.InvalidOperation },
        { nameof(ErrorId.JournalMoveUnfinished), ErrorCategory.ResourceBusy },
        { nameof(ErrorId.InvalidJournal), ErrorCategory.InvalidArgument },
        { nameof(ErrorId.JournalUnavailable), ErrorCategory.NotInstalled },
    };

    [Fact]
    public void Every_error_of_a_journal_is_tried() => Assert.Equal(
        Enum.GetNames<ErrorId>().Where(id => id.Contains("Journal", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        Faults.Select(fault => fault.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_journal_that_cannot_be_opened_ends_the_command_and_nothing_is_sent(string id, ErrorCategory category)
    {
        _opener.Fault = Trouble(id);
        using var session = Open();

        var run = await session.RunAsync(Resend);

        AssertEnded(run, id, category);
        Assert.Empty(run.Output);
        Assert.Empty(session.Sent);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_claim_that_cannot_be_kept_ends_the_run_before_anything_is_sent(string id, ErrorCategory category)
    {
        _journal.Claiming = _ => throw Trouble(id);
        using var session = Open();

        var run = await session.RunAsync(Resend);

        AssertStopped(run, id, category);
        Assert.All(run.OutputAs<ResendResult>(), result => Assert.Equal(ReasonName.RunStopped, result.Reason));
        Assert.Equal(3, run.Output.Count);
        Assert.Empty(session.Sent);
    }

    [Fact]
    public async Task A_journal_that_may_not_be_written_to_ends_the_command_before_anybody_is_asked()
    {
        _journal.Checking = () => throw Trouble(nameof(ErrorId.JournalIncomplete));
        using var session = Open(ScriptedHost.Answering());

        var run = await session.RunAsync(Resend.Replace("-Confirm:$false", "", StringComparison.Ordinal));

        AssertEnded(run, "JournalIncomplete", ErrorCategory.InvalidData);
        Assert.Empty(run.Output);
        Assert.Empty(session.Sent);
    }

    [Fact]
    public async Task A_claim_that_is_lost_before_its_request_leaves_ends_the_run_and_nothing_is_sent()
    {
        var checks = 0;
        _journal.Checking = () => checks++ == 0 ? Task.CompletedTask : throw Trouble(nameof(ErrorId.JournalFilesLost));
        using var session = Open();

        var run = await session.RunAsync(Resend);

        AssertStopped(run, "JournalFilesLost", ErrorCategory.InvalidOperation);
        Assert.Equal([StatusName.Rejected, StatusName.Skipped, StatusName.Skipped], run.OutputAs<ResendResult>().Select(result => result.Status));
        Assert.Empty(session.Sent);
    }

    [Fact]
    public async Task A_history_that_cannot_be_read_ends_the_run_before_anything_is_sent()
    {
        _journal.Reading = () => throw Trouble(nameof(ErrorId.JournalCorrupt));
        using var session = Open(ScriptedHost.Answering());

        var run = await session.RunAsync(Resend.Replace("-Confirm:$false", "", StringComparison.Ordinal));

        AssertStopped(run, "JournalCorrupt", ErrorCategory.InvalidData);
        Assert.Equal(
            [ReasonName.RunStopped, ReasonName.RunStopped, ReasonName.RunStopped], run.OutputAs<ResendResult>().Select(result => result.Reason));
        Assert.Empty(session.Host.Prompts);
        Assert.Empty(session.Sent);
    }

    [Fact]
    public async Task An_outcome_that_cannot_be_kept_is_told_and_ends_the_run()
    {
        _journal.Settling = _ => throw Trouble(nameof(ErrorId.JournalFull));
        using var session = Open();

        var run = await session.RunAsync(Resend);

        AssertStopped(run, "JournalFull", ErrorCategory.LimitsExceeded);
        Assert.Equal([StatusName.Accepted, StatusName.Skipped, StatusName.Skipped], run.OutputAs<ResendResult>().Select(result => result.Status));
        Assert.Equal(["A1"], session.Sent);
    }

    [Fact]
    public async Task A_journal_that_did_not_exist_is_made_with_one_warning()
    {
        _opener.Exists = false;
        using var session = Open();

        var first = await session.RunAsync(Resend);
        var second = await session.RunAsync(Resend);

        var warning = Assert.Single(first.Warnings);
        Assert.Contains("memory", warning, StringComparison.Ordinal);
        Assert.Contains("this one journal only", warning, StringComparison.Ordinal);
        Assert.Empty(second.Warnings);
        Assert.Equal(2, _opener.Opened);
    }

    [Fact]
    public async Task The_journal_of_a_rehearsal_is_made_without_a_warning()
    {
        _opener.Exists = false;
        using var session = new ResendSession(journal: _opener.Connect(throwaway: true));

        Assert.Empty((await session.RunAsync(Resend)).Warnings);
        Assert.Equal(1, _opener.Opened);
    }

    [Theory]
    [InlineData("-WhatIf", "")]
    [InlineData("", "$WhatIfPreference = $true")]
    public async Task WhatIf_makes_no_journal(string parameter, string before)
    {
        _opener.Exists = false;
        using var session = Open();

        var run = await session.RunAsync($"{before}\nInvoke-OnsDlqResend GID_orders A1,A2 -Connection $c {parameter}");

        Assert.Null(run.Failure);
        Assert.Empty(run.Warnings);
        Assert.Empty(run.Output);
        Assert.Equal(2, session.Host.Screen.Split("What if:").Length - 1);
        Assert.Equal((0, false), (_opener.Opened, _opener.Exists));
        Assert.Empty(session.Sent);
    }

    [Fact]
    public async Task WhatIf_by_a_journal_that_cannot_be_used_is_an_error()
    {
        _opener.Fault = Trouble(nameof(ErrorId.JournalNewerSchema));
        using var session = Open();

        AssertEnded(await session.RunAsync("Invoke-OnsDlqResend GID_orders A1 -Connection $c -WhatIf"), "JournalNewerSchema", ErrorCategory.InvalidOperation);
    }

    [Fact]
    public async Task A_command_whose_connection_is_closed_under_way_still_keeps_its_outcomes()
    {
        using var session = Open(acceptAll: false);
        using var invocation = session.Start("Invoke-OnsDlqResend GID_orders A1 -Connection $c -Confirm:$false");
        var call = await session.Client.NextAsync(TestContext.Current.CancellationToken);

        session.CloseConnection();
        call.Accept();
        var run = await invocation.EndAsync(TestContext.Current.CancellationToken);

        Assert.Null(run.Failure);
        Assert.Equal(StatusName.Accepted, Assert.Single(run.OutputAs<ResendResult>()).Status);
        Assert.Equal(3, _journal.Writes);
    }

    [Fact]
    public void Every_journal_error_ends_the_command_and_says_that_nothing_is_sent() => Assert.All(
        ErrorCatalog.Kinds.Where(kind => kind.Key.ToString().StartsWith("Journal", StringComparison.Ordinal)),
        kind =>
        {
            Assert.True(kind.Value.EndsCommand);
            Assert.EndsWith("Nothing is sent without a journal.", kind.Value.RecommendedAction, StringComparison.Ordinal);
        });

    private static JournalException Trouble(string id) => new(Enum.Parse<ErrorId>(id), "/here/journal.db", $"This is {id}.");

    private static void AssertStopped(ModuleRun run, string id, ErrorCategory category) =>
        RunAssert.OneError(run, id, category, "/here/journal.db");

    private static void AssertEnded(ModuleRun run, string id, ErrorCategory category)
    {
        RunAssert.Terminated(run, id, category, "/here/journal.db");
        Assert.Empty(run.Errors);
    }

    private ResendSession Open(ScriptedHost? host = null, bool acceptAll = true) => new(host, acceptAll: acceptAll, journal: _opener.Connect());
}
