using OnsDlq.TestKit.Consoles;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Consoles;

/// <summary>
/// Other runspaces than the one that connected, and other processes than the one that rehearses, in the real pwsh. The environment names a
/// "production": a sandbox that must receive no call that was meant for another service.
/// </summary>
public sealed class OtherRunspaceTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Instance = "MQ_INST_1";
    private const string Resend = "Invoke-OnsDlqResend GID_parallel $_ -InstanceId MQ_INST_1 -Confirm:$false -WarningAction Ignore";

    private readonly SandboxProcess _production = fixture.Sandbox;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq parallel ");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("1..4 | ForEach-Object -Parallel { Import-Module $using:module; & ([scriptblock]::Create($using:work)) }")]
    [InlineData(
        "1..4 | ForEach-Object { Start-ThreadJob { Import-Module $using:module; & ([scriptblock]::Create($using:work)) } } | Receive-Job -Wait -AutoRemoveJob")]
    public async Task A_rehearsal_in_other_runspaces_stays_a_rehearsal(string parallel)
    {
        var run = await RunAsync(
            $$"""
            $sandbox = Start-OnsDlqSandbox -Seed demo -Quota off
            $work = 'foreach ($m in Get-OnsDlqMessage GID_payments -First 2) { Invoke-OnsDlqResend -InputObject $m -Confirm:$false -ErrorAction Ignore | Out-Null }; (Get-OnsDlqConnection).Endpoint.Port'
            $ports = @({{parallel}})
            "$($ports.Count) $(@($ports | Where-Object { $_ -ne $sandbox.Endpoint.Port }).Count)"
            @((Invoke-RestMethod "$($sandbox.Control)/ledger").deliveries).Count
            """);

        Assert.Equal(["4 0", "2"], run.Lines);
        Assert.Equal(0, (await _production.GetLedgerAsync(Cancellation)).Deliveries.Count(delivery => delivery.GroupId == "GID_payments"));
    }

    [Fact]
    public async Task A_job_in_a_process_of_its_own_is_refused_during_a_rehearsal_unless_it_connects()
    {
        await _production.AddMessagesAsync(Instance, "GID_jobs", 1, cancellationToken: Cancellation);
        var run = await RunAsync(
            $$"""
            $null = Start-OnsDlqSandbox -Seed none
            function Try-InJob([string]$before) {
                $job = Start-Job {
                    Import-Module $using:module
                    Invoke-Expression $using:before
                    try { $null = Get-OnsDlqMessage GID_jobs; 'called' } catch { $_.FullyQualifiedErrorId }
                    try { $null = Get-OnsDlqResend; 'read' } catch { $_.FullyQualifiedErrorId }
                }
                $job | Receive-Job -Wait -AutoRemoveJob
            }
            Try-InJob '$null'
            Try-InJob 'Connect-OnsDlq'
            Stop-OnsDlqSandbox
            Try-InJob '$null'
            """);

        Assert.Equal(
            [
                "RehearsalElsewhere,OnsDlq.Commands.GetOnsDlqMessageCommand", "RehearsalElsewhere,OnsDlq.Commands.GetOnsDlqResendCommand",
                "called", "read",
                "called", "read",
            ],
            run.Lines);
    }

    [Fact]
    public async Task What_was_resent_into_a_chosen_journal_is_not_sent_again_from_another_runspace()
    {
        // Not stored in the last seconds: such an entry could not be distinguished from one that came back.
        var ids = await _production.AddMessagesAsync(
            Instance, "GID_parallel", 8, to: TimeProvider.System.GetUtcNow().AddMinutes(-10), cancellationToken: Cancellation);
        var run = await RunAsync(
            $$"""
            Connect-OnsDlq -Journal '{{Path.Combine(_folder.FullName, "team.db")}}' -WarningAction Ignore
            $ids = '{{string.Join(' ', ids)}}' -split ' '
            @($ids | ForEach-Object { {{Resend}} } | Where-Object Status -eq Accepted).Count
            @($ids | ForEach-Object -Parallel { Import-Module $using:module; {{Resend}} } | Where-Object Reason -eq AlreadyResent).Count
            @($ids | ForEach-Object { Start-ThreadJob { Import-Module $using:module; $using:_ | ForEach-Object { {{Resend}} } } } | Receive-Job -Wait -AutoRemoveJob | Where-Object Reason -eq AlreadyResent).Count
            """);

        Assert.Equal(["8", "8", "8"], run.Lines);
        var ledger = await _production.GetLedgerAsync(Cancellation);
        Assert.All(ids, id => Assert.Equal(1, ledger.DeliveriesOf("GID_parallel", id)));
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "OnsDlq", "journal.db")), "the usual journal was used");
    }

    [Fact]
    public async Task Jobs_that_have_ended_chose_for_nobody()
    {
        var run = await RunAsync(
            $$"""
            $work = { Import-Module $using:module; Connect-OnsDlq -InstanceId $using:_ -Journal ($using:folder + $using:_); (Get-OnsDlqConnection).InstanceId }
            $folder = '{{_folder.FullName}}/'
            1..3 | ForEach-Object -Parallel { Import-Module $using:module; Connect-OnsDlq -InstanceId "P$_" -Journal "$($using:folder)$_"; (Get-OnsDlqConnection).InstanceId } | Sort-Object
            $jobs = 'T1', 'T2' | ForEach-Object { Start-ThreadJob $work }
            $jobs | Receive-Job -Wait | Sort-Object
            @(Get-OnsDlqConnection).Count
            """);

        Assert.Equal(["P1", "P2", "P3", "T1", "T2", "0"], run.Lines);
    }

    private async Task<ConsoleRun> RunAsync(string script)
    {
        var run = await ConsoleProgram.Pwsh.RunScriptAsync(
            $"$module = '{ConsoleProgram.StagedManifest}'\n{script}", Cancellation, new Dictionary<string, string>
            {
                ["HOME"] = _folder.FullName,
                ["XDG_DATA_HOME"] = _folder.FullName,
                ["LOCALAPPDATA"] = _folder.FullName,
                ["ONSDLQ_ENDPOINT"] = _production.Endpoint.ToString(),
                ["ALIBABA_CLOUD_REGION_ID"] = _production.RegionId,
                ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = _production.AccessKeyId,
                ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = _production.AccessKeySecret,
            });
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        return run;
    }
}
