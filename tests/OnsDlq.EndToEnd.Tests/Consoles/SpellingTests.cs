using System.Globalization;
using OnsDlq.EndToEnd.Tests.Shared;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Consoles;

/// <summary>One service under every spelling of its address, in the real pwsh: a message is sent once.</summary>
public sealed class SpellingTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly SandboxProcess _sandbox = fixture.Sandbox;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq spellings ");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_message_that_was_resent_over_one_spelling_is_not_resent_over_another()
    {
        var id = Assert.Single(await _sandbox.AddMessagesAsync(
            "MQ_INST_1", "GID_spelling", 1, to: TimeProvider.System.GetUtcNow().AddMinutes(-10), cancellationToken: Cancellation));
        var run = await SharedProcesses.RunScriptAsync(
            $$"""
            foreach ($name in 'localhost', '127.0.0.1', '[::ffff:127.0.0.1]', 'LOCALHOST', '127.1', '[::ffff:7f00:1]') {
                Connect-OnsDlq {{_sandbox.RegionId}} -Endpoint "http://${name}:{{_sandbox.Endpoint.Port.ToString(CultureInfo.InvariantCulture)}}" -Journal '{{Path.Combine(_folder.FullName, "journal.db")}}' -WarningAction Ignore
                $result = Invoke-OnsDlqResend GID_spelling {{id}} -Confirm:$false -WarningAction Ignore
                "$name $($result.Status) $($result.Reason)".Trim()
            }
            """,
            Cancellation,
            new Dictionary<string, string>
            {
                ["HOME"] = _folder.FullName,
                ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = _sandbox.AccessKeyId,
                ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = _sandbox.AccessKeySecret,
            });

        Assert.Equal("", run.Errors);
        Assert.Equal(
            [
                "localhost Accepted", "127.0.0.1 Skipped AlreadyResent", "[::ffff:127.0.0.1] Skipped AlreadyResent", "LOCALHOST Skipped AlreadyResent",
                "127.1 Skipped AlreadyResent", "[::ffff:7f00:1] Skipped AlreadyResent",
            ],
            run.Lines);
        Assert.Equal(1, (await _sandbox.GetLedgerAsync(Cancellation)).DeliveriesOf("GID_spelling", id));
    }
}
