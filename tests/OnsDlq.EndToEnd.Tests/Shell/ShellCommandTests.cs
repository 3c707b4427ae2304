namespace OnsDlq.EndToEnd.Tests.Shell;

public sealed class ShellCommandTests
{
    [Theory]
    [InlineData("1 + 1", 0)]
    [InlineData("Get-Command NoSuchCommand", 1)]
    [InlineData("Get-Command NoSuchCommand; 'last'", 0)]
    [InlineData("throw 'enough'", 1)]
    [InlineData("1 +", 1)]
    [InlineData("exit 42", 42)]
    [InlineData("exit", 0)]
    public async Task The_exit_code_follows_the_last_command(string command, int expected)
    {
        var outcome = await ShellProgram.Run("-Command", command);

        Assert.Equal(expected, outcome.ExitCode);
    }

    [Fact]
    public async Task Results_and_errors_go_to_their_own_streams_without_escape_sequences()
    {
        var outcome = await ShellProgram.Run(
            "-c", "$PSStyle.Foreground.Red + 'red'; Get-Command Get-Help; Get-Command NoSuchCommand; $Host.UI.WriteWarningLine('careful')");

        Assert.Contains("red", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Microsoft.PowerShell.Core", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("WARNING: careful", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("NoSuchCommand", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("NoSuchCommand", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', outcome.Output + outcome.Errors);
    }

    [Fact]
    public async Task A_terminating_error_is_shown_once_and_on_standard_error()
    {
        var outcome = await ShellProgram.Run("-c", "'before'; throw 'enough'");

        Assert.Equal("before", outcome.Output.Trim());
        Assert.Equal("Exception: enough", outcome.Errors.Trim());
    }

    [Fact]
    public async Task The_words_behind_Command_are_one_text()
    {
        var outcome = await ShellProgram.Run("-NoLogo", "-NonInteractive", "-Command", "'a'", "+", "'b'");

        Assert.Equal("ab", outcome.Output.Trim());
    }

    [Fact]
    public async Task The_module_is_there_without_being_imported()
    {
        var outcome = await ShellProgram.Run("-c", "(Get-Module OnsDlq).Version.ToString(); $Host.Name");

        Assert.Equal(["0.1.0", "OnsDlq Shell"], outcome.Output.Trim().ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public async Task Progress_is_not_written_where_output_is_redirected()
    {
        var outcome = await ShellProgram.Run(
            "-c", "$Host.UI.WriteProgress(1, [Management.Automation.ProgressRecord]::new(1, 'Resending', '1 of 2')); 'done'");

        Assert.Equal("done", outcome.Output.Trim());
        Assert.Empty(outcome.Errors);
    }

    [Theory]
    [InlineData("-Bogus")]
    [InlineData("-Command")]
    [InlineData("-File")]
    [InlineData("rehearse", "twice")]
    public async Task A_wrong_command_line_gets_the_usage_and_64(params string[] args)
    {
        var outcome = await ShellProgram.Run(args);

        Assert.Equal(64, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Contains("-NonInteractive", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Version", "OnsDlq Shell 0.1.0 (PowerShell 7.")]
    [InlineData("-Help", "rehearse")]
    [InlineData("-h", "rehearse")]
    public async Task Version_and_help_are_printed(string option, string expected)
    {
        var outcome = await ShellProgram.Run(option);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains(expected, outcome.Output, StringComparison.Ordinal);
    }
}
