using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Consoles;

/// <summary>Where access keys come from in a real pwsh, with a separate home folder.</summary>
public sealed class CredentialSourceTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("onsdlq-home-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task Keys_of_a_login_and_of_a_log_in_program_are_taken()
    {
        Write(".aliyun/config.json", """
            {"current":"sso","profiles":[
             {"name":"sso","mode":"CloudSSO","access_key_id":"STS.desk","access_key_secret":"s","sts_token":"t","sts_expiration":4102444800,"region_id":"cn-shanghai"},
             {"name":"late","mode":"OAuth","access_key_id":"STS.desk","access_key_secret":"s","sts_token":"t","sts_expiration":1,"region_id":"cn-shanghai"}]}
            """);
        Write(".alibabacloud/credentials", "[default]\ntype = sts\naccess_key_id = STS.desk\naccess_key_secret = s\nsecurity_token = t\n");

        var run = await RunAsync("""
            Connect-OnsDlq; (Get-OnsDlqConnection).CredentialSource
            try { Connect-OnsDlq -ProfileName late } catch { $_.FullyQualifiedErrorId; $_.Exception.Message -match 'aliyun configure --profile late --mode OAuth' }
            $env:ALIBABA_CLOUD_CLI_PROFILE_DISABLED = 'true'
            Connect-OnsDlq cn-hangzhou; (Get-OnsDlqConnection).CredentialSource
            """);

        Assert.Equal(
            ["profile 'sso' (CloudSSO)", "CredentialSourceFailed,OnsDlq.Commands.ConnectOnsDlqCommand", "True",
                $"section [default] of {Path.Combine(_home.FullName, ".alibabacloud", "credentials")} (sts)"],
            run.Lines);
    }

    [Fact]
    public async Task A_profile_list_that_was_emptied_leads_on_to_the_next_source()
    {
        Write(".aliyun/config.json", """{"current":"default","profiles":[],"meta_path":""}""");
        Write(".alibabacloud/credentials.ini", "[default]\ntype = access_key\naccess_key_id = LTAInight\naccess_key_secret = s\n");

        var run = await RunAsync("Connect-OnsDlq cn-hangzhou; (Get-OnsDlqConnection).CredentialSource");

        Assert.StartsWith("section [default] of ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_a_command_asks_for_is_typed_at_the_terminal()
    {
        Assert.SkipUnless(ConsoleProgram.HasTerminals, "Needs script of util-linux.");
        var command = Write("keys.sh", """
            printf 'Code of the device: ' >&2
            read -r code
            [ "$code" = 246810 ] || exit 9
            printf '{"mode":"StsToken","access_key_id":"STS.code","access_key_secret":"s","sts_token":"t","region_id":"cn-shenzhen"}'
            """);
        Write(".aliyun/config.json", $$"""{"current":"p","profiles":[{"name":"p","mode":"External","process_command":"sh {{command}}","region_id":"cn-hangzhou"}]}""");
        var script = Write(
            "try.ps1", $"{ConsoleProgram.ImportModule}\nConnect-OnsDlq; $c = Get-OnsDlqConnection; \"connected: $($c.CredentialSource) in $($c.RegionId)\"");

        await using var console = LiveConsole.OnTerminal(
            ConsoleProgram.Pwsh, $"-NoProfile -File '{script}'", Cancellation, new Dictionary<string, string> { ["HOME"] = _home.FullName });
        await console.WaitForAsync("Code of the device: ");
        await console.TypeAsync("246810\n");
        await console.WaitForAsync("connected: profile 'p' (External) in cn-shenzhen");

        Assert.Equal(0, await console.ExitAsync());
    }

    [Fact]
    public async Task What_is_piped_into_the_script_is_not_given_to_a_command_nor_is_its_noise_shown()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a Unix shell.");
        var command = Write("keys.sh", "cat >/dev/null; echo noise >&2; printf '{\"access_key_id\":\"LTAIcmd\",\"access_key_secret\":\"s\"}'");
        Write(".aliyun/config.json", $$"""{"current":"p","profiles":[{"name":"p","mode":"External","process_command":"sh {{command}}","region_id":"cn-hangzhou"}]}""");

        var run = await RunAsync("Connect-OnsDlq; $input | ForEach-Object { \"<$_>\" }", "0BC1\n");

        Assert.Equal(("<0BC1>", ""), (run.Output.Trim(), run.Errors.Trim()));
    }

    private Task<ConsoleRun> RunAsync(string script, string input = "") =>
        ConsoleProgram.Pwsh.RunScriptAsync(script, Cancellation, new Dictionary<string, string> { ["HOME"] = _home.FullName }, input);

    private string Write(string path, string text)
    {
        var full = Path.Combine(_home.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }
}
