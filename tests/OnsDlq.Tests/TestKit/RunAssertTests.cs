using System.Management.Automation;
using OnsDlq.TestKit.ModuleHost;
using Xunit.Sdk;

namespace OnsDlq.Tests.TestKit;

/// <summary>Tests of the asserts themselves: with one that cannot fail, every test that uses it would be worthless.</summary>
public sealed class RunAssertTests : IDisposable
{
    private const string Faulty = """
        function Test-It { [CmdletBinding()] param([string] $Kind)
            $error = [System.Management.Automation.ErrorRecord]::new([Exception]::new('e'), 'Id', 'ReadError', 'target')
            $error.ErrorDetails = [System.Management.Automation.ErrorDetails]::new('e')
            if ($Kind -ne 'no advice') { $error.ErrorDetails.RecommendedAction = 'Do this.' }
            switch ($Kind) {
                'warning' { $PSCmdlet.WriteWarning('w') }
                'terminating' { $PSCmdlet.ThrowTerminatingError($error) }
                default { $PSCmdlet.WriteError($error) }
            } }
        """;

    private readonly ModuleSession _session = new(null);

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_clean_run_has_neither_errors_nor_warnings()
    {
        RunAssert.NoErrorsOrWarnings(await RunAsync("1"));
        RunAssert.NoErrors(await RunAsync("Test-It warning"));
        Assert.ThrowsAny<XunitException>(() => RunAssert.NoErrorsOrWarnings(new ModuleRun([], [], ["w"], [], [], [], null)));
        foreach (var script in new[] { "Test-It error", "Test-It terminating" })
        {
            var run = await RunAsync(script);
            Assert.ThrowsAny<XunitException>(() => RunAssert.NoErrors(run));
        }
    }

    [Theory]
    [InlineData("Test-It error", true)]
    [InlineData("Test-It error; Test-It error", false)]
    [InlineData("Test-It 'no advice'", false)]
    [InlineData("Test-It terminating", false)]
    [InlineData("1", false)]
    public async Task Exactly_one_error_is_asked_for(string script, bool passes)
    {
        var run = await RunAsync(script);

        Expect(passes, () => RunAssert.OneError(run, "Id", ErrorCategory.ReadError, "target"));
    }

    [Theory]
    [InlineData("Test-It terminating", true, true)]
    [InlineData("Test-It error; Test-It terminating", true, false)]
    [InlineData("Test-It error", false, false)]
    [InlineData("1", false, false)]
    public async Task A_terminating_error_is_asked_for(string script, bool passes, bool passesAlone)
    {
        var run = await RunAsync(script);

        Expect(passes, () => RunAssert.Terminated(run, "Id", ErrorCategory.ReadError, "target"));
        Expect(passesAlone, () => RunAssert.OnlyTerminated(run, "Id", ErrorCategory.ReadError));
    }

    [Theory]
    [InlineData("Other", ErrorCategory.ReadError, "target")]
    [InlineData("Id", ErrorCategory.WriteError, "target")]
    [InlineData("Id", ErrorCategory.ReadError, "other")]
    public async Task ID_category_and_target_are_compared(string id, ErrorCategory category, string target)
    {
        var run = await RunAsync("Test-It error");
        var terminated = await RunAsync("Test-It terminating");

        Expect(false, () => RunAssert.OneError(run, id, category, target));
        Expect(false, () => RunAssert.Terminated(terminated, id, category, target));
    }

    private static void Expect(bool passes, Action assert)
    {
        if (passes) assert();
        else Assert.ThrowsAny<XunitException>(assert);
    }

    private Task<ModuleRun> RunAsync(string script) => _session.RunAsync($"{Faulty}\n{script}");
}
