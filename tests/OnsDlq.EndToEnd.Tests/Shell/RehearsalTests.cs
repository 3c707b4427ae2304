using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Shell;

public sealed partial class RehearsalTests(RehearsalTests.Rehearsal rehearsal) : IClassFixture<RehearsalTests.Rehearsal>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_module_and_the_ledger_agree()
    {
        var outcome = rehearsal.Outcome;

        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Errors);
        Assert.Contains("The module: 23 Accepted, 1 Unknown, in 25 calls. The ledger: 24 deliveries.", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Both agree", outcome.Output, StringComparison.Ordinal);
        var rows = ComparisonRow().Matches(outcome.Output);
        Assert.Equal(24, rows.Count);
        Assert.All(rows, row => Assert.Equal("1", row.Groups["count"].Value));
    }

    [Fact]
    public void It_shows_the_commands_one_would_type()
    {
        var outcome = rehearsal.Outcome;

        Assert.Contains("PS> Start-OnsDlqSandbox", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("| Invoke-OnsDlqResend -WhatIf", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("What if: ", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', outcome.Output + outcome.Errors);
        Assert.Equal(1, Count(outcome.Errors, "Nobody can tell whether message"));
        Assert.Equal(2 + 8, SkippedRow("AlreadyResent").Count(outcome.Output));
        Assert.Equal(2, SkippedRow("OutcomeUnknown").Count(outcome.Output));
    }

    [Fact]
    public void What_fails_again_comes_back_is_sent_as_round_2_and_nothing_is_left_to_decide_at_the_end()
    {
        var outcome = rehearsal.Outcome;

        var back = ReturnedRow().Matches(outcome.Output).Select(row => row.Groups["id"].Value).Distinct();
        Assert.Single(back);
        var (round2, end) = (Part("| Invoke-OnsDlqResend -Confirm:$false", "PS> Resolve-OnsDlqResend"), Part("PS> Get-OnsDlqMessage GID_orders -Pending", "Nothing is left"));
        Assert.Contains($"{back.Single()} Accepted", round2, StringComparison.Ordinal);
        Assert.Equal("", end.Trim());

        // What stands between the last of one text and the next of another.
        string Part(string from, string to)
        {
            var last = outcome.Output.IndexOf(to, outcome.Output.IndexOf("Both agree", StringComparison.Ordinal), StringComparison.Ordinal);
            var begin = outcome.Output.LastIndexOf(from, last, StringComparison.Ordinal) + from.Length;
            return outcome.Output[begin..last];
        }
    }

    [Fact]
    public void A_second_window_joins_with_the_line_that_the_first_shows_and_sends_nothing_again()
    {
        var output = rehearsal.Outcome.Output;

        var join = SandboxRow().Match(output).Groups["join"].Value;
        var window = output.Split($"Second window PS> {join}; ")[1].Split("A resent message stays")[0];
        Assert.Equal(8, SkippedRow("AlreadyResent").Count(window));
        Assert.DoesNotContain(" Accepted ", window, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_C_in_the_middle_leaves_no_sandbox_behind()
    {
        Assert.SkipUnless(ConsoleProgram.HasTerminals, "Needs script of util-linux to make a terminal.");
        await using var shell = LiveConsole.OnTerminal(
            ShellConsole.Program, "rehearse", Cancellation, new Dictionary<string, string> { ["NO_COLOR"] = "1" });
        await shell.WaitForAsync("PS> Get-OnsDlqMessage");
        var processId = int.Parse(SandboxRow().Match(shell.Seen).Groups["pid"].ValueSpan, CultureInfo.InvariantCulture);

        await shell.TypeAsync("\u0003");

        Assert.Equal(130, await shell.ExitAsync());
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(processId));
        Assert.DoesNotContain("Both agree", shell.Seen, StringComparison.Ordinal);
    }

    private static Regex SkippedRow(string reason) => new($"^[0-9A-F]{{32}} +Skipped +0 +{reason}", RegexOptions.Multiline);

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    /// <summary>One rehearsal, whose results several tests check.</summary>
    public sealed class Rehearsal : IAsyncLifetime
    {
        /// <summary>Its results.</summary>
        public ConsoleRun Outcome { get; private set; } = null!;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync() => Outcome = await ShellConsole.Program.RunAsync(["rehearse"], CancellationToken.None);

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    [GeneratedRegex(@"^[0-9A-F]{32} (Accepted|Unknown) +(?<count>\d+) deliver", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ComparisonRow();

    [GeneratedRegex(@"^(?<id>[0-9A-F]{32}) .{7} 2 Accepted", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ReturnedRow();

    [GeneratedRegex(@"^http://\S+ +cn-hangzhou +(?<pid>\d+) (?<join>Connect-OnsDlq -Sandbox \d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex SandboxRow();
}
