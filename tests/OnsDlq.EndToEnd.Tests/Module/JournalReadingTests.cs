using OnsDlq.EndToEnd.Tests.Shared;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>What one session did over the network is read by another without network and keys, with the staged module.</summary>
public sealed class JournalReadingTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Instance = "MQ_INST_1";
    private const string Group = "GID_journal";

    private readonly SandboxProcess _sandbox = fixture.Sandbox;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq journal ");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Journal => Path.Combine(_folder.FullName, "journal.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Another_session_reads_and_settles_what_was_resent()
    {
        var ids = await _sandbox.AddMessagesAsync(Instance, Group, 2, cancellationToken: Cancel);
        await _sandbox.AddFaultAsync("OnsDLQMessageResendById", "acceptThenDrop", nth: 1, msgId: ids[1], cancellationToken: Cancel);
        await ResendAsync(ids);

        var outcome = await SharedProcesses.RunScriptAsync($$"""
            $env:ONSDLQ_JOURNAL = '{{Journal}}'
            Get-OnsDlqResend {{Group}} | ForEach-Object { "$($_.MsgId) $($_.Status)" }
            Get-OnsDlqResend -Status Unknown | Resolve-OnsDlqResend -As Accepted -Reason 'in the log' -Confirm:$false | ForEach-Object { "$($_.MsgId) $($_.Status)" }
            Get-OnsDlqConnection
            """, Cancel);

        Assert.Equal(string.Empty, outcome.Errors);
        Assert.Equal(
            [$"{ids[1]} Unknown", $"{ids[0]} Accepted", $"{ids[1]} Accepted"],
            outcome.Lines);
    }

    [Fact]
    public async Task Reading_makes_no_journal()
    {
        var outcome = await SharedProcesses.RunScriptAsync($"$env:ONSDLQ_JOURNAL = '{Journal}'; Get-OnsDlqResend; 'done'", Cancel);

        Assert.Equal((string.Empty, "done"), (outcome.Errors, outcome.Output.Trim()));
        Assert.Empty(_folder.EnumerateFiles());
    }

    private async Task ResendAsync(IReadOnlyList<string> ids)
    {
        using var session = ModuleSession.Staged();
        session.SetKey(_sandbox.AccessKeyId, _sandbox.AccessKeySecret);
        session.Set("ids", ids.ToArray());

        var run = await session.RunAsync(
            $$"""
            Connect-OnsDlq -RegionId {{_sandbox.RegionId}} -InstanceId {{Instance}} -Endpoint {{_sandbox.Endpoint}} -Credential $key -Journal '{{Journal}}'
            (Invoke-OnsDlqResend {{Group}} $ids -ThrottleLimit 1 -Confirm:$false -ErrorAction Ignore -WarningAction Ignore).Status
            Disconnect-OnsDlq
            """);

        Assert.Null(run.Failure);
        Assert.Equal(["Accepted", "Unknown"], run.Output.Select(status => status.ToString()));
    }
}
