using System.Globalization;

namespace OnsDlq.EndToEnd.Tests.Shell;

public sealed class ShellTerminalTests
{
    private const string ControlC = "\u0003";
    private const string ControlD = "\u0004";
    private const string Prompt = "> ";

    // Says what it decided for each of three targets.
    private const string Ask =
        "function Ask { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() " +
        "foreach ($t in 1..3) { if ($PSCmdlet.ShouldProcess(\"t$t\")) { \"sent-$t\" } else { \"kept-$t\" } }; 'asked' }\r";

    [Theory]
    [InlineData("y\rn\ry\r", "sent-1 kept-2 sent-3")]
    [InlineData("a\r", "sent-1 sent-2 sent-3")]
    [InlineData("Yes to All\r", "sent-1 sent-2 sent-3")]
    [InlineData("n\rl\r", "kept-1 kept-2 kept-3")]
    [InlineData("\r\r\r", "sent-1 sent-2 sent-3")]
    [InlineData("?\rwhat\rl\r", "kept-1 kept-2 kept-3")]
    public async Task A_confirm_prompt_takes_each_of_its_answers(string answers, string expected)
    {
        await using var shell = LiveShell.OnTerminal();
        await shell.WaitFor(Prompt);
        await shell.Type(Ask);
        await shell.WaitFor(Prompt);
        await shell.Type("Ask\r");
        await shell.WaitFor("[Y] Yes  [A] Yes to All  [N] No  [L] No to All  [S] Suspend");
        await shell.WaitFor("(default is \"Y\"): ");

        await shell.Type(answers);
        await shell.WaitFor("asked\r\n");

        var decided = shell.Seen.Split("\r\n").Where(line => line.StartsWith("sent-", StringComparison.Ordinal) || line.StartsWith("kept-", StringComparison.Ordinal));
        Assert.Equal(expected, string.Join(' ', decided));
    }

    [Fact]
    public async Task Suspend_opens_a_prompt_inside_and_exit_comes_back_to_the_question()
    {
        await using var shell = LiveShell.OnTerminal();
        await shell.WaitFor(Prompt);
        await shell.Type(Ask + "Ask\r");
        await shell.WaitFor("(default is \"Y\"): ");

        await shell.Type("s\r");
        await shell.WaitFor(">> ");
        await shell.Type("\"in\" + \"side\"\r");
        await shell.WaitFor("inside\r\n");
        await shell.Type("exit\r");
        await shell.WaitFor("(default is \"Y\"): ");
        await shell.Type("l\r");
        await shell.WaitFor("kept-1\r\nkept-2\r\nkept-3\r\nasked\r\n");
        await shell.Type("exit 3\r");

        Assert.Equal(3, await shell.Exit());
    }

    [Fact]
    public async Task Control_C_at_a_question_stops_the_whole_pipeline()
    {
        await using var shell = LiveShell.OnTerminal();
        await shell.WaitFor(Prompt);
        await shell.Type(Ask + "Ask; 'went' + ' on'\r");
        await shell.WaitFor("(default is \"Y\"): ");

        await shell.Type(ControlC);
        await shell.WaitFor(Prompt);
        await shell.Type("'al' + 'ive'\r");
        await shell.WaitFor("alive\r\n");

        Assert.DoesNotContain("went on", shell.Seen, StringComparison.Ordinal);
        Assert.DoesNotContain("sent-1\r\n", shell.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_C_stops_what_runs_and_leaves_a_prompt()
    {
        await using var shell = LiveShell.OnTerminal();
        await shell.WaitFor(Prompt);

        await shell.Type("'star' + 'ted'; while ($true) { }\r");
        await shell.WaitFor("started\r\n");
        await shell.Type(ControlC);
        await shell.WaitFor(Prompt);
        await shell.Type("'al' + 'ive'\r");

        await shell.WaitFor("alive\r\n");
    }

    [Fact]
    public async Task Control_C_discards_a_line_and_control_D_leaves()
    {
        await using var shell = LiveShell.OnTerminal();
        await shell.WaitFor(Prompt);

        await shell.Type("'dis' + 'carded'" + ControlC);
        await shell.WaitFor(Prompt);
        await shell.Type("if ($true) {\r");
        await shell.WaitFor(">> ");
        await shell.Type(ControlC);
        await shell.WaitFor(Prompt);
        await shell.Type(ControlD);

        Assert.Equal(0, await shell.Exit());
        Assert.DoesNotContain("discarded", shell.Seen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ask\r")]
    public async Task Told_to_end_while_somebody_is_asked_it_ends(string question)
    {
        await using var shell = LiveShell.OnTerminal();
        await shell.WaitFor(Prompt);
        await shell.Type(Ask + "'pid=' + $PID + ';'\r");
        await shell.WaitFor("pid=");
        await shell.WaitFor(";\r\n");
        var processId = int.Parse(shell.Seen[(shell.Seen.LastIndexOf("pid=", StringComparison.Ordinal) + 4)..].Split(';')[0], CultureInfo.InvariantCulture);
        await shell.WaitFor(Prompt);
        await shell.Type(question);
        if (question.Length > 0)
        {
            await shell.WaitFor("(default is \"Y\"): ");
        }

        await ShellProgram.Signal(processId, "TERM");

        Assert.Equal(143, await shell.Exit());
        Assert.DoesNotContain("sent-1\r\n", shell.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_never_echoed()
    {
        await using var shell = LiveShell.OnTerminal();
        await shell.WaitFor(Prompt);

        await shell.Type("$c = $Host.UI.PromptForCredential('', '', '', ''); $c.Password.Length\r");
        await shell.WaitFor("User: ");
        await shell.Type("bob\r");
        await shell.WaitFor("Password for user bob: ");
        await shell.Type("hunter2\r");
        await shell.WaitFor("*******\r\n7\r\n");

        Assert.DoesNotContain("hunter2", shell.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tab_completes_a_command()
    {
        await using var shell = LiveShell.OnTerminal();
        await shell.WaitFor(Prompt);

        await shell.Type("Get-Hel\t");
        await shell.WaitFor("Get-Help");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("NO_COLOR=1", false)]
    public async Task Errors_are_red_unless_colours_are_unwanted(string environment, bool red)
    {
        await using var shell = LiveShell.OnTerminal(environment, "-c 'Get-Command NoSuchCommand'");

        Assert.Equal(1, await shell.Exit());
        Assert.Contains("NoSuchCommand", shell.Seen, StringComparison.Ordinal);
        Assert.Equal(red, shell.Seen.Contains("\e[31", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Progress_is_one_line_that_results_replace()
    {
        const string progress = "$Host.UI.WriteProgress(1, [Management.Automation.ProgressRecord]::new(1, \"Resending\", \"1 of 2\"))";
        await using var shell = LiveShell.OnTerminal("NO_COLOR=1", $"-c '{progress}; \"result\"'");

        Assert.Equal(0, await shell.Exit());
        Assert.Contains("\rResending: 1 of 2\r                 \rresult\r\n", shell.Seen, StringComparison.Ordinal);
    }
}
