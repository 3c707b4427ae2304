using System.Management.Automation;
using System.Management.Automation.Runspaces;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Pipeline;

public sealed class PipelineBridgeTests : IDisposable
{
    private readonly Probe _probe = new();
    private readonly ModuleSession _session = new ModuleSession(
        null, configure: state => state.Commands.Add(new SessionStateCmdletEntry("Test-Probe", typeof(TestProbeCommand), null)));

    public PipelineBridgeTests() => _session.Set("probe", _probe);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task Everything_the_work_emits_comes_out_in_order()
    {
        var run = await _session.RunAsync("1..1000 | Test-Probe -Probe $probe -Fan 2");

        Assert.Null(run.Failure);
        Assert.Equal(Enumerable.Range(1, 1000).SelectMany(i => new[] { i, i }), run.OutputAs<int>());
        Assert.Equal(["Begin", "End"], _probe.Steps);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Results_appear_while_input_still_arrives()
    {
        var input = new PSDataCollection<PSObject>();
        using var invocation = _session.Start("$input | Test-Probe -Probe $probe -Capacity 1", input);
        // The third item can be queued only when the first has been processed, and each call writes the objects that are ready.
        for (var i = 1; i <= 4; i++) input.Add(i);
        await invocation.OutputReachesAsync(1, Cancellation);
        Assert.DoesNotContain("End", _probe.Steps);

        input.Complete();
        var run = await invocation.EndAsync(Cancellation);
        Assert.Equal([1, 2, 3, 4], run.OutputAs<int>());
    }

    [Fact]
    public async Task A_pipeline_that_is_behind_holds_the_work_back_until_it_ends()
    {
        using var output = new OnsDlq.Pipeline.PipelineOutput(new TestProbeCommand(), capacity: 2);

        Assert.True(output.WriteObjectAsync(1).AsTask().IsCompleted);
        Assert.True(output.WriteObjectAsync(2).AsTask().IsCompleted);
        var third = output.WriteObjectAsync(3).AsTask();
        Assert.False(third.IsCompleted);
        output.WriteVerbose("never waits");

        output.Close();
        await third.WaitAsync(Cancellation);
        await output.WriteObjectAsync(4).AsTask().WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_downstream_stop_ends_and_awaits_the_work()
    {
        var run = await _session.RunAsync(
            "foreach ($q in 1) { 1..1000 | Test-Probe -Probe $probe | ForEach-Object { $_; break } }; 'after'; $probe.Running");

        RunAssert.NoErrors(run);
        Assert.Equal([1, "after", 0], run.OutputAs<object>());
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("Begin")]
    [InlineData("Process")]
    [InlineData("End")]
    public async Task A_stop_ends_and_awaits_the_work(string block)
    {
        using var invocation = _session.Start($"1 | Test-Probe -Probe $probe -HangIn {block}; 'not reached'");
        await invocation.OutputReachesAsync(1, Cancellation);

        var run = await invocation.StopAsync(Cancellation);

        Assert.True(run.WasStopped);
        Assert.Equal("hanging", run.Output[0].BaseObject);
        Assert.DoesNotContain(run.Output, item => Equals(item.BaseObject, "not reached"));
        Assert.Empty(run.Errors);
        await _probe.Disposed.Task.WaitAsync(Cancellation);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Work_that_throws_while_input_arrives_is_one_terminating_error()
    {
        var run = await _session.RunAsync("1..100000 | Test-Probe -Probe $probe -FailAt 3");

        Assert.Equal("UnexpectedError", run.TerminatingErrorId);
        Assert.Equal(ErrorCategory.InvalidOperation, run.TerminatingError!.CategoryInfo.Category);
        Assert.Equal("Work failed at 3.", Assert.IsType<InvalidOperationException>(run.TerminatingError.Exception).Message);
        Assert.Equal([1, 2], run.OutputAs<int>());
        Assert.DoesNotContain("End", _probe.Steps);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Work_that_throws_on_the_last_item_is_one_terminating_error()
    {
        var run = await _session.RunAsync("1..2 | Test-Probe -Probe $probe -FailAt 2");

        Assert.Equal("UnexpectedError", run.TerminatingErrorId);
        Assert.Equal([1], run.OutputAs<int>());
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Work_that_ends_of_itself_takes_no_more()
    {
        var run = await _session.RunAsync("1..5000 | Test-Probe -Probe $probe -EndAfter 2");

        Assert.Null(run.Failure);
        Assert.Equal([1, 2], run.OutputAs<int>());
        Assert.Contains("Refused", _probe.Steps);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_write_that_throws_ends_and_awaits_the_work_and_passes_untouched()
    {
        var run = await _session.RunAsync(
            "try { 1..1000 | Test-Probe -Probe $probe | ForEach-Object { throw 'downstream' } } catch { $_.Exception.Message }; $probe.Running");

        Assert.Equal(["downstream", 0], run.OutputAs<object>());
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_command_that_was_disposed_of_can_be_disposed_of_and_stopped_again()
    {
        await _session.RunAsync("1 | Test-Probe -Probe $probe");

        // TestProbeCommand disposes twice in every test; a stop may come even later.
        var command = new TestProbeCommand { Probe = _probe };
        var bridge = new OnsDlq.Pipeline.PipelineBridge(command);
        bridge.Dispose();
        bridge.Dispose();
        bridge.Cancel();
        Assert.True(bridge.Token.IsCancellationRequested);
        Assert.Throws<ObjectDisposedException>(() => bridge.Run((_, _) => Task.CompletedTask));
    }

    private void AssertNothingIsLeft()
    {
        Assert.True(_probe.Disposed.Task.IsCompleted, "The command was not disposed of.");
        Assert.False(_probe.WorkOutlivedCommand, "Work was still running when the command had ended.");
        Assert.Equal(0, _probe.Running);
    }
}
