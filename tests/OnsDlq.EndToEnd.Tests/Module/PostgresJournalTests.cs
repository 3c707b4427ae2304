using System.Management.Automation;
using System.Text;
using OnsDlq.EndToEnd.Tests.Shared;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Postgres;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>A journal in a PostgreSQL database with the staged module.</summary>
public sealed class PostgresJournalTests : IAsyncLifetime
{
    private readonly List<ModuleSession> _sessions = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq-team-");
    private PostgresServer _server = null!;
    private SandboxLease _lease = null!;
    private string _address = "";
    private IReadOnlyList<string> _ids = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Group => _lease.Group("team");

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.SharedAsync(Cancellation);
        _address = _server.Uri(await _server.MakeDatabaseAsync(Cancellation));
        _lease = await (await SharedProcesses.CurrentAsync()).Sandboxes.LeaseAsync(cancellationToken: Cancellation);
        _ids = await _lease.Sandbox.AddMessagesAsync(
            "MQ_INST_1", Group, 6, to: TimeProvider.System.GetUtcNow().AddMinutes(-10), cancellationToken: Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
        {
            await session.RunUntilCancelledAsync("Disconnect-OnsDlq", CancellationToken.None);
            session.Dispose();
        }

        _folder.Delete(recursive: true);
        if (_lease is not null) await _lease.DisposeAsync();
    }

    [Fact]
    public async Task What_a_colleague_sent_is_not_sent_again()
    {
        var first = await RunAsync($"($ids | Invoke-OnsDlqResend {Group} -Confirm:$false -RequestsPerSecond 1000).Status");
        var second = await RunAsync(
            $"""
            ($ids | Invoke-OnsDlqResend {Group} -Confirm:$false -RequestsPerSecond 1000).Reason
            @(Get-OnsDlqResend -GroupId {Group}).Count
            (Get-OnsDlqRun {Group}).Accepted
            $null = Block-OnsDlqMessage {Group} -MsgId $ids[0] -Reason 'by hand' -Confirm:$false
            @(Get-OnsDlqBlock {Group}).Count
            (Get-OnsDlqJournal).Location
            """);

        RunAssert.NoErrors(first);
        Assert.Contains(first.Warnings, warning => warning.Contains(_address, StringComparison.Ordinal));
        Assert.Equal(Enumerable.Repeat("Accepted", 6), first.Output.Select(status => status.ToString()));
        RunAssert.NoErrors(second);
        Assert.DoesNotContain(second.Warnings, warning => warning.Contains(_address, StringComparison.Ordinal));
        Assert.Equal(
            [.. Enumerable.Repeat("AlreadyResent", 6), "6", "6", "1", _address], second.Output.Select(one => one.ToString()));
        var ledger = await _lease.Sandbox.GetLedgerAsync(Group, Cancellation);
        Assert.All(_ids, id => Assert.Equal(1, ledger.DeliveriesOf(Group, id)));
    }

    [Fact]
    public async Task WhatIf_and_listings_make_no_tables()
    {
        var run = await RunAsync($"@(Get-OnsDlqMessage {Group} -Pending).Count; $ids | Invoke-OnsDlqResend {Group} -WhatIf; Get-OnsDlqJournal");

        RunAssert.NoErrors(run);
        Assert.Equal([6], run.OutputAs<int>());
        Assert.Equal("0", (await _server.SqlAsync("SELECT count(*) FROM pg_namespace WHERE nspname = 'onsdlq'", Cancellation, _address.Split('/')[^1])).Trim());
    }

    [Fact]
    public async Task A_copy_is_made_with_the_tool_that_the_error_names()
    {
        await RunAsync($"$null = $ids | Invoke-OnsDlqResend {Group} -Confirm:$false -RequestsPerSecond 1000");

        var run = await RunAsync("Backup-OnsDlqJournal ./copy.db");

        var error = Assert.Single(run.Errors);
        Assert.Equal(("BackupFailed", ErrorCategory.WriteError), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category));
        Assert.Contains("pg_dump --schema=onsdlq", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_keys_of_one_account_share_the_pace_of_calls_without_an_instance(bool isInFile)
    {
        var file = Path.Combine(_folder.FullName, "journal.db");
        if (isInFile) _address = file;
        await _lease.Sandbox.AddKeyAsync("colleague", "secret", cancellationToken: Cancellation);
        await RunAsync($"$null = $ids[0] | Invoke-OnsDlqResend {Group} -Confirm:$false");

        foreach (var keyId in new[] { _lease.Sandbox.AccessKeyId, "colleague" })
        {
            // On a busy machine STS may need longer than a call waits for it.
            var script = "$null = Get-OnsDlqConnection -IncludeAccount; (Get-OnsDlqInstance).InstanceId; (Get-OnsDlqConnection).AccountId; Disconnect-OnsDlq";
            var run = await RunAsync(script, "", session =>
            {
                if (keyId == "colleague") session.SetKey(keyId, "secret");
            });
            RunAssert.NoErrors(run);
            Assert.Equal("1880770869021234", run.Output[^1].ToString());
        }

        if (isInFile)
        {
            // A key of the table is in the file as it is.
            var content = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Cancellation));
            Assert.Contains("1880770869021234127.0.0.1", content, StringComparison.Ordinal);
            Assert.DoesNotContain("colleague", content, StringComparison.Ordinal);
        }
        else
        {
            var rows = await _server.SqlAsync(
                "SELECT account FROM onsdlq.pace WHERE action = 'OnsInstanceInServiceList'", Cancellation, _address.Split('/')[^1]);
            Assert.Equal("1880770869021234", rows.Trim());
        }
    }

    private async Task<ModuleRun> RunAsync(string script, string instance = "-InstanceId MQ_INST_1", Action<ModuleSession>? more = null)
    {
        var session = ModuleSession.Staged();
        _sessions.Add(session);
        session.SetSandbox(_lease.Sandbox);
        session.Set("journal", _address);
        session.Set("ids", _ids.ToArray());
        more?.Invoke(session);
        return await session.RunAsync($"Connect-OnsDlq $region {instance} -Endpoint $endpoint -Credential $key -Journal $journal\n{script}");
    }
}
