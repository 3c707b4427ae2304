using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Resend;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Resend;

public sealed class ResendStoppingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ctrl_C_lets_messages_in_flight_settle_and_sends_no_more()
    {
        using var session = new ResendSession(acceptAll: false);
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Set("taken", taken);
        using var invocation = session.Start(
            "& { 'A1', 'A2', 'A3', 'A4'; $taken.SetResult() } | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false -ThrottleLimit 2 "
            + "| Test-StopProbe -Signal $stopping");
        var first = await session.Client.NextAsync(Cancel);
        var second = await session.Client.NextAsync(Cancel);
        await taken.Task.WaitAsync(Cancel);

        var stop = invocation.StopAsync(Cancel);
        await session.Stopping.Task.WaitAsync(Cancel);
        Assert.False(stop.IsCompleted);
        while (!session.Host.Screen.Contains("Stopping", StringComparison.Ordinal)) await Task.Yield();
        first.Accept();
        second.Throw(Failure.Of(ErrorId.ConnectionLost, RequestReach.Written));
        var run = await stop;

        Assert.True(run.WasStopped);
        Assert.Empty(run.Output);
        Assert.Empty(run.Errors);
        Assert.Equal(2, session.Client.Sent.Count);
        Assert.Equal(0, session.Client.InFlight);
        var warnings = session.Host.Screen.Split('\n').Where(line => line.StartsWith("WARNING", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, warnings.Length);
        Assert.Equal("WARNING: Stopping, 2 in flight, which may settle for up to 10 s.", warnings[0].TrimEnd());
        var warning = warnings[1];
        Assert.Contains("4 results", warning, StringComparison.Ordinal);
        Assert.Contains("1 Accepted, 1 Unknown, 2 Skipped", warning, StringComparison.Ordinal);
        Assert.Matches("Get-OnsDlqResend -RunId [0-9A-Z]{26} tells what became of them", warning);
    }

    [Fact]
    public async Task Ctrl_C_while_the_queue_is_full_ends_the_wait_for_room()
    {
        using var session = new ResendSession(acceptAll: false);
        using var invocation = session.Start(
            "1..1000 | ForEach-Object { \"A$_\" } | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false -ThrottleLimit 1 | Test-StopProbe -Signal $stopping");
        var first = await session.Client.NextAsync(Cancel);

        var stop = invocation.StopAsync(Cancel);
        await session.Stopping.Task.WaitAsync(Cancel);
        first.Accept();
        var run = await stop;

        Assert.True(run.WasStopped);
        Assert.Equal(["A1"], session.Sent);
        Assert.Contains("1 Accepted", session.Host.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_before_anything_was_sent_says_nothing()
    {
        using var session = new ResendSession(acceptAll: false);
        using var invocation = session.Start(
            "'begun'; & { while ($true) { } } | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false");
        await invocation.OutputReachesAsync(1, Cancel);

        var run = await invocation.StopAsync(Cancel);

        Assert.True(run.WasStopped);
        Assert.DoesNotContain("WARNING", session.Host.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_downstream_stop_sends_no_more_and_counts_what_it_leaves()
    {
        using var session = new ResendSession();

        var run = await session.RunAsync(
            "foreach ($q in 1) { 1..1000 | ForEach-Object { \"A$_\" } | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false -ThrottleLimit 2 | ForEach-Object { $_; break } }; 'after'");

        Assert.Null(run.Failure);
        Assert.Equal(2, run.Output.Count);
        Assert.Equal("after", run.Output[1].BaseObject);
        Assert.InRange(session.Client.Sent.Count, 1, 100);
        Assert.Equal(0, session.Client.InFlight);

        // Every message that was sent is either the one in the output or counted in the warning, if there were any others.
        var sent = session.Client.Sent.Count;
        var screen = session.Host.Screen;
        Assert.Equal(sent - 1, AcceptedIn(screen));
    }

    [Fact]
    public async Task An_error_that_the_user_wants_to_stop_at_ends_the_run_and_counts_the_rest()
    {
        using var session = new ResendSession(acceptAll: false);
        using var invocation = session.Start(
            "'A1', 'A2' | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false -ThrottleLimit 2 -ErrorAction Stop");
        var calls = new[] { await session.Client.NextAsync(Cancel), await session.Client.NextAsync(Cancel) }
            .ToDictionary(call => call.Message.MsgId, StringComparer.Ordinal);
        calls["A1"].Throw(Failure.Of(ErrorId.TimedOut, RequestReach.Written));
        await invocation.OutputReachesAsync(1, Cancel);
        calls["A2"].Accept();

        var run = await invocation.EndAsync(Cancel);

        Assert.Equal("ResendOutcomeUnknown", run.TerminatingErrorId);
        Assert.Equal("A1", Assert.Single(run.OutputAs<ResendResult>()).MsgId);
        Assert.Contains("1 Accepted", session.Host.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_come_out_while_input_goes_on()
    {
        using var session = new ResendSession(acceptAll: false);
        var input = new PSDataCollection<PSObject>();
        using var invocation = session.Start("$input | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false -ThrottleLimit 1", input);
        input.Add("A1");
        (await session.Client.NextAsync(Cancel)).Accept();
        for (var i = 2; i <= 6; i++)
            input.Add($"A{i}");

        // The first message has its result by now, which is written when the next input arrives.
        var second = await session.Client.NextAsync(Cancel);
        input.Add("A7");
        await invocation.OutputReachesAsync(1, Cancel);
        Assert.Equal(2, session.Client.Sent.Count);

        second.Accept();
        for (var i = 3; i <= 7; i++)
            (await session.Client.NextAsync(Cancel)).Accept();
        input.Complete();
        Assert.Equal(7, (await invocation.EndAsync(Cancel)).Output.Count);
    }

    private static int AcceptedIn(string screen)
    {
        var match = System.Text.RegularExpressions.Regex.Match(screen, @"(\d+) Accepted");
        return match.Success ? int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
    }
}
