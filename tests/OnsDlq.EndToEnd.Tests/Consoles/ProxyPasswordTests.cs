using System.Text;
using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Consoles;

/// <summary>
/// A proxy's password in the environment does not appear in any command's streams, errors, results or (inner) exceptions,
/// nor in any file of the journal.
/// </summary>
public sealed class ProxyPasswordTests : IDisposable
{
    private const string Password = "Geheim9";

    // Every command that calls the service, or records or shows a result. $Error and every record of every stream are searched.
    private const string Sweep = """
        $told = [Collections.Generic.List[object]]::new()
        $run = { param($script) try { & $script *>&1 | ForEach-Object { $told.Add($_) } } catch { $told.Add($_) } }
        & $run { Connect-OnsDlq -ProfileName role -Verbose }
        & $run { Connect-OnsDlq cn-hangzhou -InstanceId MQ_INST_1 -Verbose -PassThru }
        & $run { Get-OnsDlqConnection }
        & $run { Get-OnsDlqInstance -Verbose -Debug }
        & $run { Get-OnsDlqGroup -InstanceId MQ_INST_1 -Verbose }
        & $run { Get-OnsDlqMessage GID_a -Verbose -IncludeBody }
        & $run { Get-OnsDlqMessage GID_a -MsgId 0BC1 -Verbose }
        $reason = 'after http://u:Geh' + 'eim9@h failed' # not in one piece, since errors quote the script
        & $run { Invoke-OnsDlqResend GID_a 0BC1, 0BC2 -Reason $reason -Confirm:$false -Verbose }
        & $run { Get-OnsDlqResend }
        & $run { Resolve-OnsDlqResend -GroupId GID_a -MsgId 0BC1 -As Rejected -Reason $reason -Confirm:$false }
        & $run { Block-OnsDlqMessage -GroupId GID_a -MsgId 0BC1 -Reason $reason -Verbose -Confirm:$false }
        & $run { Unblock-OnsDlqMessage -GroupId GID_a -MsgId 0BC1 -Verbose -Confirm:$false }
        $look = { param($thing) $thing | Format-List * -Force | Out-String -Width 1000; "$thing"
            if ($thing -is [Management.Automation.ErrorRecord]) { $thing.Exception.ToString(); "$($thing.ErrorDetails)"; "$($thing.TargetObject)" } }
        # Of the engine's own records, JSON would show the command line.
        foreach ($thing in $told) { & $look $thing; if ("$($thing.GetType())" -like 'OnsDlq.*') { $thing | ConvertTo-Json -Depth 4 -WarningAction Ignore } }
        foreach ($thing in $Error) { & $look $thing; ($thing | Get-Error | Out-String -Width 1000) }
        'all was looked at'
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq-proxy-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(407)]
    [InlineData(403)]
    public async Task A_proxy_that_refuses_is_named_and_its_password_is_shown_and_kept_nowhere(int status)
    {
        await using var proxy = new RefusingProxy(status);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, ".aliyun"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, ".aliyun", "config.json"),
            """{"current":"","profiles":[{"name":"role","mode":"RamRoleArn","access_key_id":"LTAItest","access_key_secret":"hush","ram_role_arn":"acs:ram::1:role/r","region_id":"cn-hangzhou"}]}""",
            Cancellation);

        var run = await ConsoleProgram.Pwsh.RunScriptAsync(Sweep, Cancellation, new Dictionary<string, string>
        {
            ["HOME"] = _folder.FullName,
            ["HTTPS_PROXY"] = $"http://ops:{Password}@127.0.0.1:{proxy.Port}",
            ["NO_PROXY"] = "",
            ["ONSDLQ_JOURNAL"] = Path.Combine(_folder.FullName, "journal.db"),
            ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "LTAItest",
            ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "hush",
        });

        Assert.EndsWith("all was looked at", run.Output.Trim(), StringComparison.Ordinal);
        Assert.Contains($"The proxy http://127.0.0.1:{proxy.Port} did not open a way to ons.cn-hangzhou.aliyuncs.com", run.Output, StringComparison.Ordinal);
        Assert.Contains($"the proxy http://127.0.0.1:{proxy.Port} refused", run.Output, StringComparison.Ordinal);
        Assert.Contains("Rejected", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, run.Output + run.Errors, StringComparison.Ordinal);
        var kept = _folder.EnumerateFiles("journal.db*").ToArray();
        Assert.NotEmpty(kept);
        foreach (var file in kept)
            Assert.DoesNotContain(Password, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file.FullName, Cancellation)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_is_named()
    {
        var run = await ConsoleProgram.Pwsh.RunScriptAsync(
            "Connect-OnsDlq cn-hangzhou; try { Get-OnsDlqInstance } catch { $_.FullyQualifiedErrorId; $_.Exception.Message }", Cancellation,
            new Dictionary<string, string>
            {
                ["HOME"] = _folder.FullName,
                ["HTTPS_PROXY"] = $"http://ops:{Password}@127.0.0.1:1",
                ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "LTAItest",
                ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "hush",
            });

        Assert.Contains("ServiceUnreachable", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "No connection to the proxy http://127.0.0.1:1, through which ons.cn-hangzhou.aliyuncs.com is called, could be made", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, run.Output + run.Errors, StringComparison.Ordinal);
    }
}
