using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Consoles;

/// <summary>The pwsh of the tests is the real one, and the code that starts it reports its results correctly.</summary>
public sealed class PwshTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_the_console_host_with_the_staged_module()
    {
        var run = await ConsoleProgram.Pwsh.RunScriptAsync("$Host.Name; (Get-Module OnsDlq).ModuleBase; $PSVersionTable.PSEdition", Cancellation);

        Assert.Equal(["ConsoleHost", Path.GetDirectoryName(ConsoleProgram.StagedManifest)!, "Core"], run.Lines);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task Exit_code_standard_error_and_standard_input_are_its_own()
    {
        var run = await ConsoleProgram.Pwsh.RunScriptAsync(
            "$input | ForEach-Object { \"<$_>\" }; [Console]::Error.WriteLine('careful'); exit 42", Cancellation, input: "typed\n");

        Assert.Equal((42, "<typed>", "careful"), (run.ExitCode, run.Output.Trim(), run.Errors.Trim()));
    }

    [Fact]
    public async Task It_sees_nobody_s_keys_and_no_journal_but_what_it_is_given()
    {
        var run = await ConsoleProgram.Pwsh.RunScriptAsync(
            "(Get-ChildItem env: | Where-Object Name -Match '^(ALIBABA_CLOUD|ONSDLQ)_').Name", Cancellation,
            new Dictionary<string, string> { ["ONSDLQ_JOURNAL"] = "given" });

        Assert.Equal(["ALIBABA_CLOUD_ECS_METADATA_DISABLED", "ONSDLQ_JOURNAL"], run.Lines);
    }
}
