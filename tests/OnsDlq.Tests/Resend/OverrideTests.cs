using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Resend;

/// <summary>What -Override accepts, what it refuses, and what the prompt says about it.</summary>
public sealed class OverrideTests
{
    private static readonly string[] Liftable = ["AlreadyResent", "ReportedFailed", "OutcomeUnknown", "RoundUnclear", "Blocked", "MaxRounds", "JournalGap"];

    [Theory]
    [InlineData("InFlight", "somebody is sending the message")]
    [InlineData("DuplicateInput", "sends a message once")]
    [InlineData("RunStopped", "run the command again")]
    [InlineData("AlreadyResent, inflight", "somebody is sending the message")]
    [InlineData("All", "'All' is no protection")]
    [InlineData("0", "'0' is no protection")]
    [InlineData("'AlreadyResent,Blocked'", "is no protection")]
    [InlineData("''", "'' is no protection")]
    public async Task What_cannot_be_lifted_is_refused_with_the_reason_and_nothing_is_sent(string value, string reason)
    {
        using var session = new ResendSession();

        var run = await session.RunAsync($"Invoke-OnsDlqResend GID_orders A1 -Connection $c -Confirm:$false -Override {value}");

        Assert.Equal("ParameterArgumentValidationError", run.TerminatingErrorId);
        var message = run.TerminatingError!.Exception.Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains(string.Join(", ", Liftable), message, StringComparison.Ordinal);
        Assert.Empty(session.Sent);
    }

    [Fact]
    public async Task Every_protection_that_can_be_lifted_is_taken_in_any_case_and_number()
    {
        using var session = new ResendSession();

        var run = await session.RunAsync(
            $"Invoke-OnsDlqResend GID_orders A1 -Connection $c -Confirm:$false -Override {string.Join(", ", Liftable).ToLowerInvariant()}, MaxRounds");

        Assert.Null(run.Failure);
        Assert.Equal(["A1"], session.Sent);
    }

    [Fact]
    public async Task Exactly_what_can_be_lifted_is_completed()
    {
        using var session = new ResendSession();
        session.Set("typed", "Invoke-OnsDlqResend -Override ");

        var run = await session.RunAsync("(TabExpansion2 $typed $typed.Length).CompletionMatches.CompletionText");

        Assert.Equal(Liftable, run.OutputAs<string>());
    }

    [Theory]
    [InlineData("-MaxRounds 0")]
    [InlineData("-MaxRounds 1001")]
    [InlineData("-MaxRounds x")]
    public async Task A_limit_of_rounds_that_cannot_be_one_is_refused(string parameter)
    {
        using var session = new ResendSession();

        Assert.NotNull((await session.RunAsync($"Invoke-OnsDlqResend GID_orders A1 -Connection $c -Confirm:$false {parameter}")).Failure);
        Assert.Empty(session.Sent);
    }

    [Fact]
    public async Task The_prompt_names_the_round_the_last_resend_and_what_is_lifted()
    {
        using var session = new ResendSession(ScriptedHost.Answering("Yes", "No"));
        await session.RunAsync("Invoke-OnsDlqResend GID_orders A1 -Connection $c");

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1 -Connection $c -Override AlreadyResent");

        Assert.Equal(ReasonName.Declined, Assert.Single(run.OutputAs<ResendResult>()).Reason);
        Assert.DoesNotContain("last resent", session.Host.Prompts[0], StringComparison.Ordinal);
        Assert.Matches(
            @"A1 of GID_orders \(MQ_INST_1, cn-hangzhou, round 1, last resent at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d: Accepted, lifting AlreadyResent\), stored .* ago; at 127\.0\.0\.1:1, test",
            session.Host.Prompts[1]);
        Assert.Equal(1, session.Client.Sent["A1"]);
    }

    [Fact]
    public async Task What_is_skipped_is_not_asked_for_and_says_why_with_verbose()
    {
        using var session = new ResendSession(ScriptedHost.Answering("Yes"));
        await session.RunAsync("Invoke-OnsDlqResend GID_orders A1 -Connection $c");

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1 -Connection $c -Verbose");

        Assert.Single(session.Host.Prompts);
        Assert.Equal(ReasonName.AlreadyResent, Assert.Single(run.OutputAs<ResendResult>()).Reason);
        Assert.Single(run.Verbose, line => line.Contains("was not sent (AlreadyResent): it was resent at", StringComparison.Ordinal));
    }
}
