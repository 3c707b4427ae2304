using System.Management.Automation;
using OnsDlq.EndToEnd.Tests.Shared;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>The journal with the staged module: it is created, shared, not changed by -WhatIf, and without it nothing is sent.</summary>
public sealed class JournalTests : IAsyncLifetime
{
    private const string Instance = "MQ_INST_1";

    private readonly string _folder = Directory.CreateTempSubdirectory("onsdlq journal ").FullName;
    private readonly List<ModuleSession> _sessions = [];
    private SandboxLease _lease = null!;
    private IReadOnlyList<string> _ids = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SandboxProcess Sandbox => _lease.Sandbox;

    private string Group => _lease.Group("journals");

    private string Resend => $"$results = @($ids | Invoke-OnsDlqResend {Group} -Confirm:$false -RequestsPerSecond 1000)\n";

    private string Journal => Path.Combine(_folder, "my journal.db");

    public async ValueTask InitializeAsync()
    {
        _lease = await (await SharedProcesses.CurrentAsync()).Sandboxes.LeaseAsync(cancellationToken: Cancellation);
        _ids = await Sandbox.AddMessagesAsync(
            Instance, Group, 12, to: TimeProvider.System.GetUtcNow().AddMinutes(-10), cancellationToken: Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
        {
            await session.RunUntilCancelledAsync("Disconnect-OnsDlq", CancellationToken.None);
            session.Dispose();
        }

        await _lease.DisposeAsync();

        // The process has ended: its write-ahead log is left, but no file is open.
        if (_sessions.Count > 0) await ClosedAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_is_made_with_a_warning_where_the_session_is_and_shared_by_the_next_one()
    {
        _sessions.Add(ModuleSession.Staged());
        var first = await ConnectedAsync(
            _sessions[0], "'./my journal.db'", "(Get-OnsDlqConnection).Journal\n" + Resend + "$results.Status",
            before: "$null = $ExecutionContext.SessionState.Path.SetLocation($folder)");
        _sessions.Add(ModuleSession.Staged());
        var second = await ConnectedAsync(_sessions[1], "$journal", Resend + "$results.Reason");

        RunAssert.NoErrors(first);
        Assert.Contains(Journal, Assert.Single(first.Warnings), StringComparison.Ordinal);
        Assert.Equal(Journal, first.Output[0].BaseObject);
        Assert.Equal(Enumerable.Repeat("Accepted", 12), first.Output.Skip(1).Select(status => status.ToString()));
        RunAssert.NoErrors(second);
        Assert.Empty(second.Warnings);
        Assert.Equal(Enumerable.Repeat("AlreadyResent", 12), second.Output.Select(reason => reason.ToString()));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Journal));
        await AssertDeliveriesAsync(1);
    }

    [Fact]
    public async Task What_one_process_sent_another_does_not()
    {
        const string Told = "\"$PID $($results.Where({ $_.Status -eq 'Accepted' }).Count) $($results.Where({ $_.Reason -eq 'AlreadyResent' }).Count)\"";

        var shells = (await SharedProcesses.CurrentAsync()).Shells;
        await using var first = await shells.TakeAsync(new Dictionary<string, string>(), Cancellation);
        await using var second = await shells.TakeAsync(new Dictionary<string, string>(), Cancellation);
        var sent = await first.RunScriptAsync(Connecting + Resend + Told);
        var skipped = await second.RunScriptAsync(Connecting + Resend + Told);

        Assert.NotEqual(first.ProcessId, second.ProcessId);
        Assert.Equal($"{first.ProcessId} 12 0", sent.Output.Split('\n')[^1]);
        Assert.Equal($"{second.ProcessId} 0 12", skipped.Output.Split('\n')[^1]);
        Assert.Equal("", skipped.Errors);
        await AssertDeliveriesAsync(1);
    }

    [Fact]
    public async Task WhatIf_and_listings_make_no_file()
    {
        _sessions.Add(ModuleSession.Staged());

        var run = await ConnectedAsync(
            _sessions[0], "$journal", $"@(Get-OnsDlqMessage {Group}).Count; @(Get-OnsDlqMessage {Group} -Pending).Count; $ids | Invoke-OnsDlqResend {Group} -WhatIf");

        RunAssert.NoErrors(run);
        Assert.Empty(run.Warnings);
        Assert.Equal([12, 12], run.OutputAs<int>());
        Assert.Equal(12, _sessions[0].Host.Screen.Split("What if:").Length - 1);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task WhatIf_leaves_the_file_as_it_is_byte_for_byte()
    {
        _sessions.Add(ModuleSession.Staged());
        RunAssert.NoErrors(await ConnectedAsync(_sessions[0], "$journal", "$ids = $ids[0..5]\n" + Resend + "Disconnect-OnsDlq"));
        await ClosedAsync();
        var before = await File.ReadAllBytesAsync(Journal, Cancellation);

        var run = await ConnectedAsync(_sessions[0], "$journal", $"($ids | Invoke-OnsDlqResend {Group} -WhatIf -Override Blocked).Reason; Disconnect-OnsDlq");
        await ClosedAsync();

        RunAssert.NoErrors(run);
        Assert.Equal(Enumerable.Repeat("AlreadyResent", 6), run.Output.Select(reason => reason.ToString()));
        Assert.Equal(before, await File.ReadAllBytesAsync(Journal, Cancellation));
        Assert.Equal([Journal], Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Dead_letters_show_what_the_journal_knows()
    {
        _sessions.Add(ModuleSession.Staged());

        var run = await ConnectedAsync(
            _sessions[0], "$journal",
            "$ids = $ids[0..4]\n" + Resend
                + $"@(Get-OnsDlqMessage {Group} -Pending).Count; (Get-OnsDlqMessage {Group}).ForEach({{ \"$($_.Round) $($_.ResendState)\" }})");

        RunAssert.NoErrors(run);
        Assert.Equal(7, run.Output[0].BaseObject);
        Assert.Equal(
            [.. Enumerable.Repeat("1 ", 7), .. Enumerable.Repeat("1 Accepted", 5)],
            run.Output.Skip(1).Select(line => (string)line.BaseObject).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_environment_names_the_journal_where_nobody_else_does()
    {
        var run = await SharedProcesses.RunScriptAsync(
            Keys + "$env:ONSDLQ_JOURNAL = $journal; Connect-OnsDlq $region -Endpoint $endpoint -Credential $key; (Get-OnsDlqConnection).Journal", Cancellation);

        Assert.Equal((Journal, ""), (run.Output, run.Errors));
    }

    [Theory]
    [InlineData("missing", "JournalUnreachable", ErrorCategory.ObjectNotFound)]
    [InlineData("folder", "JournalUnwritable", ErrorCategory.WriteError)]
    [InlineData("text", "JournalCorrupt", ErrorCategory.InvalidData)]
    [InlineData("postgres", "JournalUnreachable", ErrorCategory.ObjectNotFound)]
    public async Task Without_a_usable_journal_nothing_is_sent(string trouble, string id, ErrorCategory category)
    {
        var place = trouble switch
        {
            "missing" => Path.Combine(_folder, "nowhere", "journal.db"),
            "postgres" => "postgresql://127.0.0.1:1/onsdlq",
            _ => Journal,
        };
        if (trouble == "folder") Directory.CreateDirectory(Journal);
        if (trouble == "text") await File.WriteAllTextAsync(Journal, "a list of groceries", Cancellation);
        _sessions.Add(ModuleSession.Staged());
        _sessions[0].Set("place", place);

        var run = await ConnectedAsync(_sessions[0], "$place", Resend);

        Assert.Equal(id, run.TerminatingErrorId);
        Assert.Equal(category, run.TerminatingError!.CategoryInfo.Category);
        Assert.Equal(place, run.TerminatingError.TargetObject);
        Assert.Empty(run.Errors);
        await AssertDeliveriesAsync(0);
    }

    [Theory]
    [InlineData("postgresql://ops:hush@db.example/onsdlq")]
    [InlineData("mysql://db.example/onsdlq")]
    public async Task An_address_that_is_not_taken_is_refused_at_once_and_no_password_is_repeated(string address)
    {
        _sessions.Add(ModuleSession.Staged());
        _sessions[0].Set("place", address);

        var run = await ConnectedAsync(_sessions[0], "$place", "'connected'");

        Assert.Equal("InvalidJournal", run.TerminatingErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, run.TerminatingError!.CategoryInfo.Category);
        Assert.Empty(run.Output);
        Assert.DoesNotContain("hush", run.TerminatingError.ToString() + run.TerminatingError.TargetObject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_journal_of_a_sandbox_comes_without_a_warning_and_goes_with_it()
    {
        _sessions.Add(ModuleSession.Staged());

        var run = await _sessions[0].RunAsync(
            """
            $null = Start-OnsDlqSandbox
            $journal = (Get-OnsDlqConnection).Journal
            $letters = @(Get-OnsDlqMessage GID_orders)[0..2]
            ($letters | Invoke-OnsDlqResend -Confirm:$false).Status
            ($letters | Invoke-OnsDlqResend -Confirm:$false).Reason
            [System.IO.File]::Exists($journal)
            Stop-OnsDlqSandbox
            [System.IO.Directory]::Exists([System.IO.Path]::GetDirectoryName($journal))
            """);

        RunAssert.NoErrors(run);
        Assert.Empty(run.Warnings);
        Assert.Equal(
            ["Accepted", "Accepted", "Accepted", "AlreadyResent", "AlreadyResent", "AlreadyResent", "True", "False"],
            run.Output.Select(item => item.ToString()));
    }

    private Task<ModuleRun> ConnectedAsync(ModuleSession session, string journal, string script, string before = "")
    {
        session.SetSandbox(Sandbox);
        session.Set("folder", _folder);
        session.Set("journal", Journal);
        session.Set("ids", _ids.ToArray());
        return session.RunAsync(
            $"{before}\nConnect-OnsDlq $region -InstanceId {Instance} -Endpoint $endpoint -Credential $key -Journal {journal}\n{script}");
    }

    // For a separate process, in which no variable can be set.
    private string Keys =>
        $$"""
        $ErrorActionPreference = 'Stop'
        $secret = [securestring]::new(); '{{Sandbox.AccessKeySecret}}'.ToCharArray().ForEach({ $secret.AppendChar($_) })
        $key = [pscredential]::new('{{Sandbox.AccessKeyId}}', $secret)
        $endpoint = '{{Sandbox.Endpoint}}'; $region = '{{Sandbox.RegionId}}'; $journal = '{{Journal}}'
        $ids = '{{string.Join("','", _ids)}}'

        """;

    private string Connecting => Keys + "Connect-OnsDlq $region -Endpoint $endpoint -Credential $key -Journal $journal\n";

    /// <summary>Waits until the journal's file is closed: its write-ahead log exists as long as a process has it open.</summary>
    private async Task ClosedAsync()
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (File.Exists(Journal + "-wal")) await look.WaitForNextTickAsync(guard.Token);
    }

    private async Task AssertDeliveriesAsync(int count)
    {
        var ledger = await Sandbox.GetLedgerAsync(Group, Cancellation);
        Assert.All(_ids, id => Assert.Equal(count, ledger.DeliveriesOf(Group, id)));
    }
}
