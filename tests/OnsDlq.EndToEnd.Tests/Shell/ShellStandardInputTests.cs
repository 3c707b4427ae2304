namespace OnsDlq.EndToEnd.Tests.Shell;

public sealed class ShellStandardInputTests
{
    [Fact]
    public async Task Commands_over_several_lines_run_as_one()
    {
        var outcome = await ShellProgram.RunWithInput("1..2 |\n  ForEach-Object {\n\n    \"n$_\"\n  }\nexit 5\n'never'\n", "-Command", "-");

        Assert.Equal(5, outcome.ExitCode);
        Assert.Equal(["n1", "n2"], outcome.Output.Trim().ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public async Task A_command_cut_off_by_the_end_is_an_error()
    {
        var outcome = await ShellProgram.RunWithInput("if ($true) {");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("Missing closing '}'", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ask", "redirected")]
    [InlineData("$Host.UI.ReadLine()", "redirected")]
    [InlineData("$Host.EnterNestedPrompt()", "redirected")]
    [InlineData("Need", "mandatory parameters: Value")]
    public async Task Whatever_asks_fails_where_nobody_can_answer(string command, string expected)
    {
        const string functions = """
            function Ask { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('it')) { 'DID IT' } }
            function Need { param([Parameter(Mandatory)] $Value) "HAVE $Value" }
            """;

        var outcome = await ShellProgram.RunWithInput($"{functions}\n{command}\ny\nA\n");

        Assert.DoesNotContain("DID IT", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("HAVE", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(expected, outcome.Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }
}
