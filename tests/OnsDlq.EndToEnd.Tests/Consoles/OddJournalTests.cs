using System.Diagnostics;
using OnsDlq.EndToEnd.Tests.Shared;
using OnsDlq.TestKit.Consoles;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Consoles;

/// <summary>Journals and credentials files that are read-only, or are not regular files, in the real pwsh.</summary>
public sealed class OddJournalTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Instance = "MQ_INST_1";
    private const string Group = "GID_odd_journal";

    // Every command that reads the journal, and a resend, which must not be sent.
    private const string ReadAll =
        """
        function Show([scriptblock] $work) { try { "$(& $work)" } catch { $_.FullyQualifiedErrorId.Split(',')[0] } }
        Show { @(Get-OnsDlqResend -Status Accepted -ErrorAction Stop).Count }
        Show { @(Get-OnsDlqMessage GID_odd_journal -Pending -ErrorAction Stop).Count }
        Show { (Invoke-OnsDlqResend GID_odd_journal $env:SENT -WhatIf -ErrorAction Stop).Reason }
        Show { Resolve-OnsDlqResend GID_odd_journal $env:SENT -As Rejected -Reason x -WhatIf -ErrorAction Stop }
        Show { Invoke-OnsDlqResend GID_odd_journal $env:SENT -Override AlreadyResent -Confirm:$false -ErrorAction Stop }
        """;

    private readonly SandboxProcess _sandbox = fixture.Sandbox;
    private readonly string _folder = Directory.CreateTempSubdirectory("onsdlq odd ").FullName;
    private bool _mounted;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Journal => Path.Combine(_folder, "journal.db");

    public void Dispose()
    {
        if (_mounted) Run("umount", "-l", _folder);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task On_a_medium_that_may_only_be_read_reading_works_and_sending_does_not()
    {
        _mounted = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", _folder);
        Assert.SkipUnless(_mounted, "This user may not mount a file system.");
        var ids = await _sandbox.AddMessagesAsync(Instance, Group, 2, cancellationToken: Cancellation);
        await RunAsync("(Invoke-OnsDlqResend GID_odd_journal $env:SENT -Confirm:$false -WarningAction Ignore).Status", ids[0]);
        Assert.True(Run("mount", "-o", "remount,ro", _folder));

        var run = await RunAsync(ReadAll, ids[0]);

        Assert.Equal(
            ["1", "1", "Would send nothing.", "Would skip 1: 1 AlreadyResent.", "AlreadyResent", "AttemptNotResolvable", "JournalUnwritable"],
            run.Lines.Where(line => !line.StartsWith("What if", StringComparison.Ordinal)));
        Assert.Equal(1, (await _sandbox.GetLedgerAsync(Cancellation)).DeliveriesOf(Group, ids[0]));
    }

    [Fact]
    public async Task A_pipe_in_place_of_the_journal_holds_no_command_up()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps pipes elsewhere.");
        Assert.True(Run("mkfifo", Journal));
        var ids = await _sandbox.AddMessagesAsync(Instance, Group + "_pipe", 1, cancellationToken: Cancellation);

        var run = await RunAsync(ReadAll.Replace(Group, Group + "_pipe", StringComparison.Ordinal), ids[0]);

        Assert.Equal(Enumerable.Repeat("JournalCorrupt", 5), run.Lines);
        Assert.Equal(0, (await _sandbox.GetLedgerAsync(Cancellation)).DeliveriesOf(Group + "_pipe", ids[0]));
    }

    [Theory]
    [InlineData("mkfifo")]
    [InlineData("mkdir")]
    public async Task What_is_no_file_in_place_of_credentials_is_an_error_at_once(string make)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps pipes elsewhere.");
        var place = Path.Combine(_folder, "credentials");
        Assert.True(Run(make, place));

        var run = await SharedProcesses.RunScriptAsync(
            "try { Connect-OnsDlq cn-hangzhou; 'connected' } catch { $_.FullyQualifiedErrorId; $_.ErrorDetails.Message }",
            Cancellation,
            new Dictionary<string, string> { ["HOME"] = _folder, ["ALIBABA_CLOUD_CREDENTIALS_FILE"] = place });

        Assert.Equal("InvalidCredentials,OnsDlq.Commands.ConnectOnsDlqCommand", run.Lines[0]);
        Assert.Contains(place, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_makes_no_file_and_its_password_is_not_repeated()
    {
        var run = await RunAsync(
            """
            Set-Location $env:HOME
            foreach ($journal in 'Host=db;Username=kim;Password=hush', 'host=db password=hush', 'postgresql:kim:hush@db/ops', 'postgresql://kim:hu/sh@db/ops') {
                try { Connect-OnsDlq -Journal $journal; 'connected' } catch { $_.FullyQualifiedErrorId; $_.ErrorDetails.Message; $_.TargetObject }
            }
            $env:ONSDLQ_JOURNAL = 'Host=db;Password=hush'
            try { Get-OnsDlqResend; 'read' } catch { $_.FullyQualifiedErrorId; $_.ErrorDetails.Message; $_.TargetObject }
            @(Get-ChildItem -File).Count
            """,
            "none");

        Assert.Equal(5, run.Lines.Count(line => line.StartsWith("InvalidJournal,", StringComparison.Ordinal)));
        Assert.DoesNotContain("hush", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hu/sh", run.Output, StringComparison.Ordinal);
        Assert.Equal("0", run.Lines[^1]);
    }

    private async Task<ConsoleRun> RunAsync(string script, string sent)
    {
        var run = await SharedProcesses.RunScriptAsync(script, Cancellation, new Dictionary<string, string>
        {
            ["HOME"] = _folder,
            ["SENT"] = sent,
            ["ONSDLQ_JOURNAL"] = Journal,
            ["ONSDLQ_ENDPOINT"] = _sandbox.Endpoint.ToString(),
            ["ALIBABA_CLOUD_REGION_ID"] = _sandbox.RegionId,
            ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = _sandbox.AccessKeyId,
            ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = _sandbox.AccessKeySecret,
        });
        Assert.Equal("", run.Errors);
        return run;
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
