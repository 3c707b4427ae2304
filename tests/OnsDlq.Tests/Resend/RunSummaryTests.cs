using OnsDlq.Messages;
using OnsDlq.Pipeline;
using OnsDlq.Resend;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Resend;

/// <summary>The line at the end of a run, and where it is shown.</summary>
public sealed class RunSummaryTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("Accepted Accepted", "2 Accepted in run R1. Next: Get-OnsDlqMessage GID_a -MinRound 2 shows what has come back.")]
    [InlineData("AlreadyResent", "1 Skipped (1 AlreadyResent); nothing was sent.")]
    [InlineData("Accepted Rejected", "1 Accepted, 1 Rejected in run R1. Next: remove the cause, and run the command again.")]
    [InlineData("Accepted InFlight", "1 Accepted, 1 Skipped (1 InFlight) in run R1. Next: remove the cause, and run the command again.")]
    [InlineData(
        "MaxRounds AlreadyResent",
        "2 Skipped (1 AlreadyResent, 1 MaxRounds); nothing was sent. Next: Get-OnsDlqMessage GID_a -Pending shows what needs a decision; -Verbose says why.")]
    [InlineData(
        "Accepted Unknown RunStopped",
        "1 Accepted, 1 Unknown, 1 Skipped (1 RunStopped) in run R1. "
        + "Next: Get-OnsDlqResend -RunId R1 -Status Unknown, Failed; find out what became of them, then Resolve-OnsDlqResend.")]
    public void It_counts_and_says_what_to_do_next(string results, string? line)
    {
        var summary = new RunSummary();
        foreach (var word in results.Split(' ', StringSplitOptions.RemoveEmptyEntries)) summary.Add(Result(word));

        Assert.Equal(line, summary.Line("R1", isStopped: false));
    }

    [Fact]
    public void Of_several_groups_none_is_named()
    {
        var summary = new RunSummary();
        foreach (var group in (string[])["GID_a", "GID_b", "GID_c"]) summary.Add(Result("Accepted", group));

        Assert.Equal("3 Accepted in run R1. Next: Get-OnsDlqMessage -MinRound 2 shows what has come back.", summary.Line("R1", isStopped: false));
    }

    [Theory]
    [InlineData("ConsoleHost", false, "pwsh", true)]
    [InlineData("Visual Studio Code Host", false, "pwsh -NoProfile", true)]
    [InlineData("ConsoleHost", true, "pwsh", false)]
    [InlineData("ConsoleHost", false, "pwsh -NonInteractive", false)]
    [InlineData("ConsoleHost", false, "pwsh -noni -File x.ps1", false)]
    [InlineData("ServerRemoteHost", false, "pwsh", false)]
    [InlineData("Default Host", false, "pwsh", false)]
    public void It_is_shown_where_a_person_sits(string host, bool isRedirected, string commandLine, bool isShown) =>
        Assert.Equal(isShown, PersonLine.IsInteractive(host, isRedirected, commandLine.Split(' ')));

    [Fact]
    public async Task A_run_ends_with_one_line_on_the_information_stream_alone()
    {
        using var session = new ResendSession(ScriptedHost.NonInteractive());

        var run = await session.RunAsync("$r = 'A1', 'A2' | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false; $r");

        var line = Assert.Single(run.Information);
        Assert.StartsWith($"2 Accepted in run {run.OutputAs<ResendResult>()[0].RunId}. Next:", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Next:", session.Host.Screen, StringComparison.Ordinal);
    }

    private static ResendResult Result(string word, string group = "GID_a")
    {
        var message = new MessageReference("cn-hangzhou", "MQ_1", group, "A1", null);
        return Enum.TryParse<SkipReason>(word, out var reason)
            ? ResendOutcome.Skipped(message, reason).Result
            : new ResendResult(message, Enum.Parse<ResendStatus>(word));
    }
}
