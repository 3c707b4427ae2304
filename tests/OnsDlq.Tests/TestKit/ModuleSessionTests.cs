using System.Management.Automation;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.TestKit;

/// <summary>Tests of the test helper itself: if it never failed, every test that uses it would be worthless.</summary>
public sealed class ModuleSessionTests
{
    private const string Confirmed = """
        function Set-It { [CmdletBinding(SupportsShouldProcess, ConfirmImpact='High')] param()
            if ($PSCmdlet.ShouldProcess('target', 'action')) { 'done' } else { 'not done' } }
        Set-It
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_stream_is_captured_apart()
    {
        using var session = new ModuleSession(null);

        var run = await session.RunAsync(
            """
            function Write-All { [CmdletBinding()] param()
                $PSCmdlet.WriteObject(1); $PSCmdlet.WriteWarning('w'); $PSCmdlet.WriteVerbose('v')
                $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([Exception]::new('e'), 'Id', 'ReadError', 'target'))
                $PSCmdlet.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'a', 's')) }
            Write-All -Verbose
            """);

        Assert.Null(run.Failure);
        Assert.Equal([1], run.OutputAs<int>());
        Assert.Equal(["w"], run.Warnings);
        Assert.Equal(["v"], run.Verbose);
        Assert.Equal("a", Assert.Single(run.Progress).Activity);
        Assert.Equal(["Id"], run.ErrorIds);
        Assert.Equal("target", Assert.Single(run.Errors).TargetObject);
    }

    [Fact]
    public async Task A_terminating_error_is_told_apart_from_a_stop()
    {
        using var session = new ModuleSession(null);

        var thrown = await session.RunAsync("'before'; throw 'no'");
        Assert.Equal("no", thrown.TerminatingErrorId);
        Assert.Equal(["before"], thrown.OutputAs<string>());
        Assert.False(thrown.WasStopped);

        using var invocation = session.Start("'before'; while ($true) { }");
        await invocation.OutputReachesAsync(1, Cancellation);
        var stopped = await invocation.StopAsync(Cancellation);
        Assert.True(stopped.WasStopped);
    }

    [Fact]
    public async Task Waiting_for_output_that_never_comes_fails()
    {
        using var session = new ModuleSession(null);
        using var invocation = session.Start("1");

        await Assert.ThrowsAsync<InvalidOperationException>(() => invocation.OutputReachesAsync(2, Cancellation));
    }

    [Fact]
    public async Task A_cancelled_run_stops_the_script()
    {
        using var session = new ModuleSession(null);
        using var cancel = new CancellationTokenSource();
        var run = session.RunUntilCancelledAsync("while ($true) { }", cancel.Token);

        await cancel.CancelAsync();

        try
        {
            Assert.True((await run.WaitAsync(Cancellation)).WasStopped);
        }
        catch (OperationCanceledException)
        {
            Assert.False(Cancellation.IsCancellationRequested);
        }
    }

    [Theory]
    [InlineData("Yes", "done")]
    [InlineData("No", "not done")]
    public async Task Prompts_are_answered_as_listed_and_recorded(string answer, string expected)
    {
        var host = ScriptedHost.Answering(answer);
        using var session = new ModuleSession(null, host);

        var run = await session.RunAsync(Confirmed);

        Assert.Equal([expected], run.OutputAs<string>());
        Assert.Contains("target", Assert.Single(host.Prompts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_without_an_answer_fails()
    {
        using var session = new ModuleSession(null, ScriptedHost.Answering());

        var run = await session.RunAsync(Confirmed);

        Assert.NotNull(run.Failure);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Hosts_that_cannot_prompt_refuse()
    {
        using var nonInteractive = new ModuleSession(null, ScriptedHost.NonInteractive());
        using var service = new ModuleSession(null, ScriptedHost.WithoutInterface());

        Assert.NotNull((await nonInteractive.RunAsync(Confirmed)).Failure);
        Assert.NotNull((await service.RunAsync(Confirmed)).Failure);
    }

    [Fact]
    public async Task The_built_binary_is_imported_as_the_very_assembly_the_tests_refer_to()
    {
        using var session = new ModuleSession(typeof(OnsDlq.Commands.Bases.OnsDlqCommand).Assembly.Location);

        var run = await session.RunAsync("(Get-Module OnsDlq).ImplementingAssembly");

        Assert.Same(typeof(OnsDlq.Commands.Bases.OnsDlqCommand).Assembly, Assert.Single(run.OutputAs<System.Reflection.Assembly>()));
        Assert.True(typeof(PSCmdlet).Assembly.GetName().Version >= new Version(7, 4), "The reference assembly took the engine's place.");
    }
}
