using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Resend;

public sealed class ConfirmationPromptTests
{
    private static async Task<(ModuleRun Run, ScriptedHost Host)> RunAsync(string hostName, string script)
    {
        var host = ScriptedHost.Answering("Yes").Named(hostName);
        using var session = new ModuleSession(
            null, host, state => state.Commands.Add(new SessionStateCmdletEntry("Test-Prompt", typeof(TestPromptCommand), null)));
        return (await session.RunAsync(script), host);
    }

    [Theory]
    [InlineData("ConsoleHost", "Test-Prompt -Redirected")]
    [InlineData("ConsoleHost", "Test-Prompt -Redirected -Confirm")]
    [InlineData("ConsoleHost", "$ConfirmPreference = 'None'; Test-Prompt -Redirected -Confirm")]
    [InlineData("ConsoleHost", "$ConfirmPreference = 'Low'; Test-Prompt -Redirected")]
    [InlineData("ConsoleHost", "$ConfirmPreference = 'nonsense'; Test-Prompt -Redirected -ErrorAction Stop")]
    public async Task A_line_of_redirected_input_is_never_taken_for_an_answer(string hostName, string script)
    {
        var (run, host) = await RunAsync(hostName, script);

        Assert.Empty(host.Prompts);
        Assert.Empty(run.Output);
        Assert.NotNull(run.Failure);
    }

    [Fact]
    public async Task The_error_of_redirected_input_says_so()
    {
        var (run, _) = await RunAsync("ConsoleHost", "Test-Prompt -Redirected");

        Assert.Equal("ConfirmationUnavailable", run.TerminatingErrorId);
        Assert.Equal(ErrorCategory.InvalidOperation, run.TerminatingError!.CategoryInfo.Category);
        Assert.Equal("A1", run.TerminatingError.TargetObject);
        Assert.Contains("redirected", run.TerminatingError.ErrorDetails.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Exception> Refusals =>
    [
        new PSInvalidOperationException(), new HostException(), new NotSupportedException(), new IOException(), new RemoteException("of a job's host"),
        new PromptingException("", null, "Refused", ErrorCategory.ResourceUnavailable),
    ];

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public async Task Whatever_a_host_throws_that_cannot_prompt_the_error_is_one(Exception refusal)
    {
        using var session = new ModuleSession(
            null, ScriptedHost.Refusing(_ => refusal), state =>
                state.Commands.Add(new SessionStateCmdletEntry("Test-Prompt", typeof(TestPromptCommand), null)));

        var run = await session.RunAsync("Test-Prompt");

        Assert.Equal("ConfirmationUnavailable", run.TerminatingErrorId);
        Assert.Equal("A1", run.TerminatingError!.TargetObject);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_prompt_that_was_shown_and_cancelled_is_none_that_cannot_be_shown()
    {
        using var session = new ModuleSession(
            null,
            ScriptedHost.Refusing(_ => new PromptingException("", null, "Cancelled", ErrorCategory.OperationStopped)),
            state => state.Commands.Add(new SessionStateCmdletEntry("Test-Prompt", typeof(TestPromptCommand), null)));

        var run = await session.RunAsync("Test-Prompt");

        Assert.NotNull(run.Failure);
        Assert.NotEqual("ConfirmationUnavailable", run.TerminatingErrorId);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("ConsoleHost", "Test-Prompt -Redirected -Confirm:$false", true, 0)]
    [InlineData("ConsoleHost", "$ConfirmPreference = 'None'; Test-Prompt -Redirected", true, 0)]
    [InlineData("ConsoleHost", "Test-Prompt -Redirected -WhatIf", false, 0)]
    [InlineData("ConsoleHost", "$WhatIfPreference = $true; Test-Prompt -Redirected", false, 0)]
    [InlineData("ConsoleHost", "Test-Prompt", true, 1)]
    [InlineData("Visual Studio Code Host", "Test-Prompt -Redirected", true, 1)]
    public async Task Where_an_answer_comes_from_a_person_or_none_is_needed_input_may_be_redirected(
        string hostName, string script, bool allowed, int prompts)
    {
        var (run, host) = await RunAsync(hostName, script);

        Assert.Null(run.Failure);
        Assert.Equal([allowed], run.OutputAs<bool>());
        Assert.Equal(prompts, host.Prompts.Count);
    }
}
