using System.Text.RegularExpressions;
using OnsDlq.EndToEnd.Tests.Proof;
using OnsDlq.EndToEnd.Tests.Shared;

namespace OnsDlq.EndToEnd.Tests.Consoles;

/// <summary>Two real pwsh processes in one rehearsal: the second joins with the line that Start-OnsDlqSandbox shows in the first.</summary>
public sealed partial class SecondWindowTests
{
    private const string Resend =
        "Get-OnsDlqMessage GID_orders -Topic inventory | Invoke-OnsDlqResend -Confirm:$false -WarningAction Ignore | ForEach-Object { \"$($_.Status) $($_.MsgId)\" }";

    private const string TryAll =
        """
        foreach ($one in { Get-OnsDlqMessage GID_orders }, { Get-OnsDlqResend }, { Invoke-OnsDlqResend GID_orders $('0' * 32) }, { Connect-OnsDlq -Sandbox $port }) {
            try { & $one; 'nothing wrong' } catch { "$($_.FullyQualifiedErrorId -replace ',.*') $($_.CategoryInfo.Category) $($_.TargetObject -eq $port)" }
        }
        Disconnect-OnsDlq
        "left: $($null -eq (Get-OnsDlqConnection))"
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_windows_resend_at_once_then_each_message_is_delivered_once_and_the_journal_is_one()
    {
        await using var first = await TakeAsync();
        await using var second = await TakeAsync();
        var join = await StartAsync(first);
        var joined = await second.RunScriptAsync($"{join}; (Get-OnsDlqConnection).IsRehearsal; (Get-OnsDlqConnection | Format-List * | Out-String)");

        var sent = await Task.WhenAll(first.RunScriptAsync(Resend), second.RunScriptAsync(Resend));
        var again = await Task.WhenAll(first.RunScriptAsync(Resend), second.RunScriptAsync(Resend));
        var told = await Task.WhenAll(new[] { first, second }.Select(shell => shell.RunScriptAsync("(Get-OnsDlqConnection).Journal; @(Get-OnsDlqResend).Count")));
        var ledger = await first.RunScriptAsync(
            "$ledger = Invoke-RestMethod \"$($global:sandbox.Control)/ledger\" -NoProxy; $ledger.deliveries | ForEach-Object { $_.count }");

        Assert.Equal("True", joined.Lines[0]);
        Assert.DoesNotContain("Secret", joined.Output, StringComparison.OrdinalIgnoreCase);
        var accepted = sent.SelectMany(run => run.Lines).Where(line => line.StartsWith("Accepted ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(8, accepted.Length);
        Assert.Equal(8, accepted.Distinct().Count());
        Assert.Equal(16, again.Sum(run => run.Lines.Length));
        Assert.All(again.SelectMany(run => run.Lines), line => Assert.StartsWith("Skipped ", line, StringComparison.Ordinal));
        Assert.Equal([.. Enumerable.Repeat("1", 8)], ledger.Lines[..8]);
        Assert.Equal(8, ledger.Lines.Length);
        Assert.Equal(told[0].Output, told[1].Output);
        Assert.Equal("8", told[0].Lines[1]);
    }

    [Fact]
    public async Task The_first_window_stops_the_sandbox_then_the_second_is_told_so_and_may_leave()
    {
        await using var first = await TakeAsync();
        await using var second = await TakeAsync();
        var join = await StartAsync(first);
        var port = PortOf(join);
        var joined = await second.RunScriptAsync(
            $$"""
            {{join}}
            $global:file = Join-Path ([Environment]::GetFolderPath('LocalApplicationData')) OnsDlq rehearsals {{port}}.json
            if ($IsWindows) { '-rw-------'; 'drwx------'; 'drwx------' } else { ($file, (Split-Path $file), (Split-Path (Split-Path $file)) | Get-Item).UnixMode }
            $env:ONSDLQ_REHEARSAL -like '*:{{port}}'
            (TabExpansion2 'Connect-OnsDlq -Sandbox ').CompletionMatches.CompletionText -contains '{{port}}'
            """);

        await first.RunScriptAsync("Stop-OnsDlqSandbox");
        var after = await second.RunScriptAsync($"$port = {port}\n{TryAll}\n(Test-Path $global:file), \"mark: $env:ONSDLQ_REHEARSAL\"");

        Assert.Equal(["-rw-------", "drwx------", "drwx------", "True", "True"], joined.Lines);
        Assert.Equal([.. Enumerable.Repeat("RehearsalEnded ObjectNotFound True", 4), "left: True", "False", "mark:"], after.Lines);
    }

    [Fact]
    public async Task The_first_window_is_killed_then_the_second_is_told_so()
    {
        await using var second = await TakeAsync();
        string join;
        await using (var first = await TakeAsync())
        {
            join = await StartAsync(first);
            await second.RunScriptAsync(join);
            await first.KillAsync();
        }

        var after = await second.RunScriptAsync($"$port = {PortOf(join)}\n{TryAll}");

        Assert.Equal([.. Enumerable.Repeat("RehearsalEnded ObjectNotFound True", 4), "left: True"], after.Lines);
    }

    private static async Task<ProofShell> TakeAsync() =>
        await (await SharedProcesses.CurrentAsync()).Shells.TakeAsync(new Dictionary<string, string>(), Cancel);

    // Starts a rehearsal; gives the line that a screen of 80 columns shows for a second window.
    private static async Task<string> StartAsync(ProofShell shell)
    {
        var started = await shell.RunScriptAsync("$global:sandbox = Start-OnsDlqSandbox; $global:sandbox | Format-Table | Out-String -Width 80");
        return Join().Match(started.Output).Value;
    }

    private static string PortOf(string join) => join.Split(' ')[^1];

    [GeneratedRegex(@"Connect-OnsDlq -Sandbox \d+")]
    private static partial Regex Join();
}
