namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>Journals whose files are copied, moved or lost in the middle of a run: by the service's ledger, no message is delivered twice.</summary>
public sealed class JournalFilesTests
{
    private const string Options = "-ThrottleLimit 8";

    // The error's ID on a separate line.
    private const string Tell = "catch { [Console]::Out.WriteLine(\"E|$($_.FullyQualifiedErrorId.Split(',')[0])\") }";

    private static string Guarded(string script) => $"try {{ {script} }} {Tell}";

    [Theory]
    [InlineData("")]
    [InlineData("; exit")]
    [InlineData("; Remove-Module OnsDlq")]
    public async Task After_a_run_the_main_file_alone_holds_everything(string end)
    {
        await using var bench = await ProofBench.OpenAsync();
        var group = bench.Group("files");
        var ids = await bench.AddAsync(group, 20);
        await using (var first = bench.Run("first", ProofBench.Bulk(group, Options) + end)) await first.EndAsync();

        Assert.Equal(["first.db"], Directory.EnumerateFiles(Path.GetDirectoryName(bench.Journal("first"))!).Select(Path.GetFileName));
        File.Copy(bench.Journal("first"), bench.Journal("copy"));
        await using var second = await bench.OpenAsync("copy");
        await second.DoAsync(ProofBench.Bulk(group, Options));

        Assert.Equal(20, second.Results.Count(told => told.What == "AlreadyResent"));
        await AssertOnceAsync(bench, group, ids);
    }

    [Fact]
    public async Task In_an_open_session_too_the_main_file_holds_everything_after_each_command()
    {
        await using var bench = await ProofBench.OpenAsync();
        var group = bench.Group("files");
        var ids = await bench.AddAsync(group, 10);
        await using var first = await bench.OpenAsync("first");
        await first.DoAsync(ProofBench.Bulk(group, Options));

        Assert.Equal(["first.db"], Directory.EnumerateFiles(Path.GetDirectoryName(bench.Journal("first"))!).Select(Path.GetFileName));
        File.Copy(bench.Journal("first"), bench.Journal("copy"));
        await using var second = await bench.OpenAsync("copy");
        Assert.All(await second.DoAsync(ProofBench.Bulk(group, Options)), told => Assert.Equal("AlreadyResent", told.What));
        await AssertOnceAsync(bench, group, ids);
    }

    [Fact]
    public async Task Killed_in_the_middle_the_main_file_alone_sends_nothing_before_a_person_decides_and_then_what_is_surely_unsent()
    {
        await using var bench = await ProofBench.OpenAsync(latency: 20, runs: 2);
        var group = bench.Group("files");
        var ids = await bench.AddAsync(group, 100);
        await using (var killed = bench.Run("killed", InTheMiddle(group, 30, "[Diagnostics.Process]::GetCurrentProcess().Kill()")))
        {
            await killed.EndAsync();
            Assert.Equal(30, killed.Results.Count);
        }

        File.Move(bench.Journal("killed"), bench.Journal("alone"));
        var sent = await bench.DeliveriesAsync(group);
        await using var shell = await bench.OpenAsync("alone");

        var before = await shell.DoAsync(Guarded(ProofBench.Bulk(group, Options)));
        Assert.Empty(before);
        Assert.True(await shell.WritesAsync("E|JournalIncomplete"), shell.Noise);
        Assert.Equal(sent, await bench.DeliveriesAsync(group));
        await shell.DoAsync($"{ProofBench.Listing(group)} | Invoke-OnsDlqResend -WhatIf -WarningVariable told *> $null; [Console]::Out.WriteLine(\"W|$told\")");
        Assert.True(await shell.WritesAsync("W|The journal"), shell.Noise);
        await shell.DoAsync("$found = Get-OnsDlqJournal; [Console]::Out.WriteLine(\"J|$($found.NeedsLog)|$($found.Gaps.Count)|$($found.Trouble)\")");
        Assert.True(await shell.WritesAsync("J|True|0|The journal"), shell.Noise);

        await shell.DoAsync("$null = Repair-OnsDlqJournal -Reason 'its log is lost' -Confirm:$false");
        await shell.DoAsync("$found = Get-OnsDlqJournal; [Console]::Out.WriteLine(\"J|$($found.NeedsLog)|$($found.Gaps.Reason)|$($found.Trouble)|\")");
        Assert.True(await shell.WritesAsync("J|False|its log is lost||"), shell.Noise);
        var after = await shell.DoAsync(ProofBench.Bulk(group, Options));
        Assert.Equal(100, after.Count);
        Assert.All(after, told => Assert.Contains(told.What, new[] { "JournalGap", "AlreadyResent", "OutcomeUnknown" }));
        Assert.Equal(sent, await bench.DeliveriesAsync(group));

        var unsent = ids.Except(sent.Keys, StringComparer.Ordinal).ToArray();
        var lifted = await shell.DoAsync(
            $"'{string.Join("','", unsent)}' | {ProofBench.Resending(Options)} -GroupId {group} -InstanceId {ProofBench.Instance} -Override JournalGap"
            + $" | ForEach-Object {{ {ReportedResult.Line} }}");
        Assert.All(lifted, told => Assert.Equal("Accepted", told.What));
        await AssertOnceAsync(bench, group, ids);
    }

    [Theory]
    [InlineData("-shm")]
    [InlineData("-wal")]
    [InlineData("-wal", "-shm")]
    public async Task What_goes_in_the_middle_of_a_run_lets_no_second_process_deliver_again(params string[] files)
    {
        await using var bench = await ProofBench.OpenAsync(latency: 20, runs: 3);
        var group = bench.Group("files");
        var ids = await bench.AddAsync(group, 150);
        await using var first = await bench.OpenAsync("shared");
        await using var second = await bench.OpenAsync("shared");
        var delete = string.Join("; ", files.Select(file => $"[IO.File]::Delete('{bench.Journal("shared")}{file}')"));
        var running = first.DoAsync(Guarded(InTheMiddle(group, 20, $"{delete}; [Console]::Out.WriteLine('gone')")));
        Assert.True(await first.WritesAsync("gone"), first.Noise);
        await second.DoAsync(Guarded(ProofBench.Bulk(group, Options)));
        await running;
        await second.DoAsync(Guarded(ProofBench.Bulk(group, Options)));

        Assert.Contains(first.Results, told => told.What == "RunStopped");
        var deliveries = await bench.DeliveriesAsync(group);
        Assert.All(deliveries, delivery => Assert.Equal(1, delivery.Value));
        Assert.Empty(deliveries.Keys.Except(ids, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_journal_that_was_moved_in_a_session_is_not_replaced_by_a_new_one_and_serves_again_when_it_is_back()
    {
        await using var bench = await ProofBench.OpenAsync();
        var group = bench.Group("files");
        var ids = await bench.AddAsync(group, 10);
        await using var shell = await bench.OpenAsync("here");
        await shell.DoAsync($"$kept = Get-OnsDlqConnection; {ProofBench.Bulk(group, Options)}; $kept = Get-OnsDlqConnection");
        File.Move(bench.Journal("here"), bench.Journal("elsewhere"));

        Assert.Empty(await shell.DoAsync(Guarded(ProofBench.Bulk(group, Options))));
        Assert.True(await shell.WritesAsync("E|JournalUnreachable"), shell.Noise);
        Assert.False(File.Exists(bench.Journal("here")));
        await shell.DoAsync($"Connect-OnsDlq -Journal '{bench.Journal("elsewhere")}'");
        Assert.All(await shell.DoAsync(ProofBench.Bulk(group, Options)), told => Assert.Equal("AlreadyResent", told.What));

        File.Move(bench.Journal("elsewhere"), bench.Journal("here"));
        await shell.DoAsync($"Connect-OnsDlq -Journal '{bench.Journal("here")}'");
        Assert.All(await shell.DoAsync(ProofBench.Bulk(group, Options)), told => Assert.Equal("AlreadyResent", told.What));
        await AssertOnceAsync(bench, group, ids);
    }

    // An action after this number of results, while others are in flight: it is done in the shell itself, so that it is never too late.
    private static string InTheMiddle(string group, int told, string then) => FormattableString.Invariant(
        $"$told = 0; {ProofBench.Listing(group)} | {ProofBench.Resending(Options)} | ForEach-Object {{ {ReportedResult.Line}; if (++$told -eq {told}) {{ {then} }} }}");

    private static async Task AssertOnceAsync(ProofBench bench, string group, IReadOnlyList<string> ids)
    {
        var deliveries = await bench.DeliveriesAsync(group);
        Assert.Equal(ids.Order(StringComparer.Ordinal), deliveries.Keys.Order(StringComparer.Ordinal));
        Assert.All(deliveries, delivery => Assert.Equal(1, delivery.Value));
    }
}
