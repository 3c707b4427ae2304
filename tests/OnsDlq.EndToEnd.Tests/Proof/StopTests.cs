using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>
/// A bulk resend is stopped in each possible way, and run again: the journal knows every delivery. The stop is started by the
/// shell itself after a number of results, and there are more messages than it could send before it notices the stop. So the run is
/// always stopped in the middle, even on a slow machine.
/// </summary>
public sealed class StopTests : IAsyncLifetime
{
    private const int Messages = 3000;
    private const int Few = 240;
    private const int EnoughResults = 24;
    private const int LatencyMs = 100;
    private const string Journal = "stops";

    private ProofBench _bench = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _bench = await ProofBench.OpenAsync(LatencyMs);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Ended_from_downstream_everything_in_flight_settles()
    {
        var group = _bench.Group("downstream");
        var ids = await _bench.AddAsync(group, Messages);
        var resend = $"{ProofBench.Listing(group)} | {ProofBench.Resending("-ThrottleLimit 16")}";
        var end = FormattableString.Invariant($"$told++; if ($told -ge {EnoughResults}) {{ break }}");
        await using var shell = _bench.Run(
            Journal, $"$told = 0; foreach ($once in 1) {{ {resend} | ForEach-Object {{ {ReportedResult.Line}; {end} }} }}; [Console]::Out.WriteLine('went on')");

        Assert.Equal(0, await shell.EndAsync());

        Assert.Equal(EnoughResults, shell.Results.Count);
        Assert.Contains("went on", shell.Noise, StringComparison.Ordinal);
        await AssertKnownAsync(group, ids, shell, mostDoubtful: 0);
    }

    /// <summary>The process ends as it would without a run: the exit code of pwsh after Ctrl+C is 1.</summary>
    [Theory]
    [InlineData("INT", 1)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task Stopped_by_a_signal_everything_in_flight_settles(string signal, int exitCode)
    {
        SkipOnWindows();
        var group = _bench.Group(signal);
        var ids = await _bench.AddAsync(group, Messages);
        await using var shell = _bench.Run(Journal, Stopping(group, $"env kill -{signal} $PID"));

        Assert.Equal(exitCode, await shell.EndAsync());
        Assert.InRange(shell.Results.Count, EnoughResults, Messages - 1);
        Assert.False(File.Exists(_bench.Journal(Journal) + "-wal"), "The journal is not one file.");
        await AssertKnownAsync(group, ids, shell, mostDoubtful: 0);
    }

    [Fact]
    public async Task Told_to_end_while_somebody_holds_up_the_pipeline_everything_in_flight_settles()
    {
        SkipOnWindows();
        var group = _bench.Group("held_up");
        var ids = await _bench.AddAsync(group, Messages);
        await using var shell = _bench.Run(Journal, Stopping(group, "[Console]::Out.WriteLine('held up'); [Threading.Thread]::Sleep(600000)"));

        Assert.True(await shell.WritesAsync("held up"), shell.Noise);
        await shell.SignalAsync("TERM");

        Assert.Equal(143, await shell.EndAsync());
        await AssertKnownAsync(group, ids, shell, mostDoubtful: 0);
    }

    [Fact]
    public async Task Told_to_end_with_two_runs_in_one_process_both_settle()
    {
        SkipOnWindows();
        string[] groups = [_bench.Group("first"), _bench.Group("second")];
        var ids = new List<IReadOnlyList<string>>();
        foreach (var group in groups) ids.Add(await _bench.AddAsync(group, Messages));
        var stop = $"($using:middle).SignalAndWait(); if ($group -eq '{groups[0]}') {{ env kill -TERM $PID }}";
        await using var shell = _bench.Run(
            Journal,
            $"$middle = [Threading.Barrier]::new(2); '{groups[0]}', '{groups[1]}' | ForEach-Object -Parallel {{ $group = $_; {ConsoleProgram.ImportModule} "
            + $"{Stopping("$group", stop, "-ThrottleLimit 8")} }}");

        Assert.Equal(143, await shell.EndAsync());
        for (var i = 0; i < groups.Length; i++) await AssertKnownAsync(groups[i], ids[i], null, mostDoubtful: 0);
    }

    [Fact]
    public async Task Where_hangups_are_ignored_a_run_goes_on()
    {
        SkipOnWindows();
        var group = _bench.Group("nohup");
        var ids = await _bench.AddAsync(group, Few);
        await using var shell = _bench.Run(Journal, Stopping(group, "env kill -HUP $PID"), ignoredSignal: "HUP");

        Assert.Equal(0, await shell.EndAsync());
        Assert.Equal(ids.Count, shell.Results.Count(told => told.What == "Accepted"));
    }

    [Fact]
    public async Task Without_a_run_the_process_ends_as_it_always_does()
    {
        SkipOnWindows();
        var group = _bench.Group("idle");
        await _bench.AddAsync(group, 1);
        await using var shell = _bench.Run(Journal, $"{ProofBench.Bulk(group)}; [Console]::Out.WriteLine('idle'); [Threading.Thread]::Sleep(600000)");

        Assert.True(await shell.WritesAsync("idle"), shell.Noise);
        await shell.SignalAsync("TERM");

        Assert.Equal(143, await shell.EndAsync());
    }

    [Fact]
    public async Task Stopped_by_a_closed_terminal_everything_in_flight_settles()
    {
        var group = _bench.Group("closed");
        var ids = await _bench.AddAsync(group, Messages);
        Assert.SkipUnless(ConsoleProgram.HasTerminals, "Needs script of util-linux to make a terminal.");
        await using var terminal = LiveConsole.OnTerminal(
            ConsoleProgram.Pwsh, $"-NoLogo -NoProfile -NoExit -Command \"{ConsoleProgram.ImportModule}\"", _bench.Cancellation, _bench.Environment(Journal));
        await terminal.WaitForAsync("> ");
        await terminal.TypeAsync("'pi' + 'd=' + $PID + ';'\r");
        await terminal.WaitForAsync("pid=");
        await terminal.WaitForAsync(";");
        var shell = int.Parse(terminal.Seen.Split("pid=")[^1].Split(';')[0], System.Globalization.CultureInfo.InvariantCulture);

        // The process at the other side of the terminal has ended, so nothing that is written can be read.
        await terminal.TypeAsync($"{Stopping(group, $"[Diagnostics.Process]::GetProcessById({terminal.ProcessId}).Kill()")}\r");
        await terminal.WaitForSilenceAsync();
        await Ended.WaitAsync(shell, _bench.Cancellation);

        await AssertKnownAsync(group, ids, null, mostDoubtful: 0);
    }

    [Fact]
    public async Task What_does_not_settle_in_time_is_aborted_and_doubtful()
    {
        SkipOnWindows();
        const int Stuck = 3;
        var group = _bench.Group("stuck");
        var ids = await _bench.AddAsync(group, Messages);
        foreach (var (id, fault) in ids.Skip(EnoughResults / 2).Zip(["timeout", "acceptThenTimeout", "timeout"]))
            await _bench.Sandbox.AddFaultAsync(ProofBench.Resend, fault, msgId: id, cancellationToken: _bench.Cancellation);
        await using var shell = _bench.Run(Journal, Stopping(group, "env kill -TERM $PID", "-ThrottleLimit 16 -TimeoutSec 600"));

        Assert.Equal(143, await shell.EndAsync());
        var rerun = await AssertKnownAsync(group, ids, shell, Stuck);
        Assert.Equal(
            ids.Skip(EnoughResults / 2).Take(Stuck).Order(StringComparer.Ordinal),
            rerun.Where(DeliveryProof.IsDoubtful).Select(told => told.MsgId).Order(StringComparer.Ordinal));
    }

    private static void SkipOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");

    // A resend of a group that performs an action after a number of results.
    private static string Stopping(string group, string then, string options = "-ThrottleLimit 16") => FormattableString.Invariant(
        $"$told = 0; {ProofBench.Listing(group)} | {ProofBench.Resending(options)} | ForEach-Object {{ {ReportedResult.Line}; if (++$told -eq {EnoughResults}) {{ {then} }} }}");

    private async Task<IReadOnlyList<ReportedResult>> AssertKnownAsync(string group, IReadOnlyList<string> ids, ProofShell? stopped, int mostDoubtful)
    {
        var before = await _bench.DeliveriesAsync(group);
        var toldBefore = stopped?.Results ?? [];

        // The messages were sent in the order of the listing, so those far behind the last sent one were never decided on.
        var touched = before.Keys.Concat(toldBefore.Select(result => result.MsgId)).ToHashSet(StringComparer.Ordinal);
        var some = ids.Take(ids.Index().Last(id => touched.Contains(id.Item)).Index + EnoughResults).ToArray();
        await using var rerun = await _bench.OpenAsync(Journal);
        await rerun.DoAsync($"{ProofBench.Listing(group)} -First {some.Length} | {ProofBench.Sending("-ThrottleLimit 64")}");
        var complaints = DeliveryProof.Complaints(some, [toldBefore, rerun.Results], await _bench.DeliveriesAsync(group), mostDoubtful);

        Assert.True(complaints.Count == 0, string.Join('\n', [.. complaints, stopped?.Noise ?? "", rerun.Noise]));
        Assert.All(
            rerun.Results.Where(told => before.ContainsKey(told.MsgId)),
            told => Assert.True(told.What == "AlreadyResent" || DeliveryProof.IsDoubtful(told), $"{told.MsgId} was delivered and is {told.What}."));
        return rerun.Results;
    }
}
