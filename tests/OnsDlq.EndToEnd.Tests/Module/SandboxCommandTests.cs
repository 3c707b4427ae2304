using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>Start-OnsDlqSandbox and Stop-OnsDlqSandbox of the staged module.</summary>
public sealed class SandboxCommandTests : IAsyncDisposable
{
    private readonly ModuleSession _session = ModuleSession.Staged();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _session.RunUntilCancelledAsync("Stop-OnsDlqSandbox -ErrorAction Ignore", CancellationToken.None);
        _session.Dispose();
    }

    [Fact]
    public async Task A_newcomer_gets_from_nothing_to_a_resend()
    {
        var run = await RunAsync(
            """
            $sandbox = Start-OnsDlqSandbox
            $found = @(Get-OnsDlqMessage GID_orders)
            $found.Count -gt 0
            $results = @($found[0..2] | Invoke-OnsDlqResend -Confirm:$false)
            $results.Count
            @($results | Where-Object Status -eq 'Accepted').Count
            Stop-OnsDlqSandbox
            $sandbox.ProcessId
            """);

        RunAssert.NoErrors(run);
        var output = run.OutputAs<object>();
        Assert.Equal([true, 3, 3], output.Take(3));
        Assert.Throws<ArgumentException>(() => Process.GetProcessById((int)output[3]));
    }

    [Fact]
    public async Task The_earlier_connection_comes_back()
    {
        var run = await RunAsync(
            """
            $key = [pscredential]::new('LTAItest', (& { $s = [securestring]::new(); $s.AppendChar('x'); $s }))
            Connect-OnsDlq eu-west-1 -Credential $key
            $null = Start-OnsDlqSandbox none
            (Get-OnsDlqConnection).Endpoint.IsLoopback
            Stop-OnsDlqSandbox
            (Get-OnsDlqConnection).RegionId
            """);

        RunAssert.NoErrors(run);
        Assert.Equal([true, "eu-west-1"], run.OutputAs<object>());
    }

    [Fact]
    public async Task Whoever_connects_elsewhere_meanwhile_stays_there()
    {
        var run = await RunAsync(
            """
            $key = [pscredential]::new('LTAItest', (& { $s = [securestring]::new(); $s.AppendChar('x'); $s }))
            $null = Start-OnsDlqSandbox none
            Connect-OnsDlq us-east-1 -Credential $key
            Stop-OnsDlqSandbox
            (Get-OnsDlqConnection).RegionId
            """);

        RunAssert.NoErrors(run);
        Assert.Equal(["us-east-1"], run.OutputAs<string>());
    }

    [Fact]
    public async Task A_second_sandbox_is_refused_and_one_that_died_is_replaced()
    {
        var first = Assert.Single((await RunAsync("(Start-OnsDlqSandbox none).ProcessId")).OutputAs<int>());

        var refused = await RunAsync("Start-OnsDlqSandbox none");
        Assert.Equal("SandboxRunning", refused.TerminatingErrorId);
        Assert.Equal(ErrorCategory.ResourceExists, refused.TerminatingError!.CategoryInfo.Category);

        using (var process = Process.GetProcessById(first))
        {
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
        }

        var second = await RunAsync("(Start-OnsDlqSandbox none).ProcessId; (Get-OnsDlqConnection).Endpoint.IsLoopback");
        RunAssert.NoErrors(second);
        Assert.NotEqual(first, second.Output[0].BaseObject);
        Assert.Equal(true, second.Output[1].BaseObject);
    }

    [Fact]
    public async Task Stopping_a_pipeline_with_the_keyboard_leaves_the_sandbox_running()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        var id = Assert.Single((await RunAsync("(Start-OnsDlqSandbox).ProcessId")).OutputAs<int>());

        // The signal that a terminal sends to the whole process group on Ctrl+C.
        using (var kill = Process.Start("kill", ["-INT", id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync(Cancellation);

        // The signal may take a moment; a sandbox that it ended would not answer all of these requests.
        var run = await RunAsync("foreach ($i in 1..100) { @(Get-OnsDlqMessage GID_payments).Count }");
        RunAssert.NoErrors(run);
        Assert.Equal(100, run.Output.Count);
    }

    [Fact]
    public async Task Where_no_sandbox_runs_stopping_is_an_error_and_nothing_more()
    {
        var run = await RunAsync("Stop-OnsDlqSandbox; 'after'");

        Assert.Null(run.Failure);
        Assert.Equal(["SandboxNotRunning"], run.ErrorIds);
        Assert.Equal(ErrorCategory.ObjectNotFound, run.Errors[0].CategoryInfo.Category);
        Assert.Equal(["after"], run.OutputAs<string>());
    }

    [Fact]
    public async Task WhatIf_starts_nothing_and_stops_nothing()
    {
        var nothing = await RunAsync("Start-OnsDlqSandbox -WhatIf");
        RunAssert.NoErrors(nothing);
        Assert.Empty(nothing.Output);
        Assert.Equal(["SandboxNotRunning"], (await RunAsync("Stop-OnsDlqSandbox")).ErrorIds);

        var still = await RunAsync("$s = Start-OnsDlqSandbox none; Stop-OnsDlqSandbox -WhatIf; $s.IsRunning");
        Assert.Equal([true], still.OutputAs<bool>());
    }

    [Fact]
    public async Task The_connection_tells_key_account_journal_and_that_it_is_a_rehearsal()
    {
        var run = await RunAsync(
            """
            $sandbox = Start-OnsDlqSandbox none
            $c = Get-OnsDlqConnection
            $c.IsRehearsal; $c.AccessKey -eq "****$($sandbox.AccessKeyId.Substring($sandbox.AccessKeyId.Length - 4))"; $null -eq $c.AccountId
            (Get-OnsDlqConnection -IncludeAccount).AccountId; $c.AccountId
            (Get-OnsDlqConnection | Format-List | Out-String) -replace '\s+', ' '
            """);

        RunAssert.NoErrors(run);
        Assert.Equal([true, true, true, "1880770869021234", "1880770869021234"], run.OutputAs<object>().Take(5));
        var shown = (string)run.Output[5].BaseObject;
        Assert.All(
            ["AccessKey : ****", "AccountId : 1880770869021234", "IsRehearsal : True", "Journal : "],
            part => Assert.Contains(part, shown, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-OnsDlqMessage GID_orders -First 1 | Invoke-OnsDlqResend -WhatIf")]
    [InlineData("$id = (Get-OnsDlqMessage GID_orders -First 1).MsgId; Invoke-OnsDlqResend GID_orders $id -WhatIf")]
    public async Task The_prompt_of_a_rehearsal_says_so(string script)
    {
        var run = await RunAsync($"$null = Start-OnsDlqSandbox; {script}");

        RunAssert.NoErrors(run);
        Assert.Matches(@"topic \S+.*, stored .* ago; in the REHEARSAL at 127\.0\.0\.1:\d+", _session.Host.Screen);
    }

    [Fact]
    public async Task The_secret_is_shown_nowhere()
    {
        var run = await RunAsync("Start-OnsDlqSandbox none -Verbose -OutVariable s | Out-Default; $s.PSObject.Properties.Name");

        Assert.DoesNotContain(run.OutputAs<string>(), name => name.Contains("Secret", StringComparison.Ordinal));
        Assert.Contains("Connect-OnsDlq -Sandbox ", _session.Host.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seed_of_ones_own_is_found_from_the_current_folder()
    {
        var folder = Directory.CreateTempSubdirectory("onsdlq-seed-").FullName;
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder, "seed.json"), """{ "instanceId": "MQ_INST_1", "groupId": "GID_mine", "topic": "mine", "count": 3 }""", Cancellation);
            _session.Set("folder", folder);

            var run = await RunAsync("$null = $ExecutionContext.SessionState.Path.SetLocation($folder); $null = Start-OnsDlqSandbox seed.json -Quota 100/10 -Latency 1; @(Get-OnsDlqMessage GID_mine).Count");

            RunAssert.NoErrors(run);
            Assert.Equal([3], run.OutputAs<int>());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_seed_that_is_not_there_says_so()
    {
        var run = await RunAsync("Start-OnsDlqSandbox no-such-seed.json");

        Assert.Equal("SandboxFailed", run.TerminatingErrorId);
        Assert.Contains("no-such-seed.json", run.TerminatingError!.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(["SandboxNotRunning"], (await RunAsync("Stop-OnsDlqSandbox")).ErrorIds);
    }

    private Task<ModuleRun> RunAsync(string script) => _session.RunAsync(script);
}
