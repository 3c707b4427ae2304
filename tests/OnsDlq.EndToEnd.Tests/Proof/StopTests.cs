using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>A bulk resend is stopped in each of the ways there are, and run again: the journal knows of every delivery.</summary>
public sealed class StopTests : IAsyncLifetime
{
    private const int Messages = 240;
    private const int Told = 24;
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
        const string Group = "GID_downstream";
        var ids = await _bench.AddAsync(Group, Messages);
        var resend = $"{ProofBench.Listing(Group)} | {ProofBench.Resending("-ThrottleLimit 16")}";
        var end = FormattableString.Invariant($"$told++; if ($told -ge {Told}) {{ break }}");
        await using var shell = _bench.Run(
            Journal, $"$told = 0; foreach ($once in 1) {{ {resend} | ForEach-Object {{ {Proof.Told.Line}; {end} }} }}; [Console]::Out.WriteLine('went on')");

        Assert.Equal(0, await shell.EndAsync());

        Assert.Equal(Told, shell.Results.Count);
        Assert.Contains("went on", shell.Noise, StringComparison.Ordinal);
        await AssertKnownAsync(Group, ids, shell, mostDoubtful: 0);
    }

    /// <summary>The process ends as it would have without a run: pwsh gives 1 after Ctrl+C.</summary>
    [Theory]
    [InlineData("INT", 1)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task Stopped_by_a_signal_everything_in_flight_settles(string signal, int exitCode)
    {
        SkipOnWindows();
        var group = "GID_" + signal;
        var ids = await _bench.AddAsync(group, Messages);
        await using var shell = _bench.Run(Journal, ProofBench.Bulk(group));

        Assert.True(await shell.TellsAsync(Told), shell.Noise);
        await shell.SignalAsync(signal);

        Assert.Equal(exitCode, await shell.EndAsync());
        Assert.InRange(shell.Results.Count, Told, Messages - 1);
        Assert.False(File.Exists(_bench.Journal(Journal) + "-wal"), "The journal is not one file.");
        await AssertKnownAsync(group, ids, shell, mostDoubtful: 0);
    }

    [Fact]
    public async Task Told_to_end_while_somebody_holds_up_the_pipeline_everything_in_flight_settles()
    {
        SkipOnWindows();
        const string Group = "GID_held_up";
        var ids = await _bench.AddAsync(Group, Messages);
        var hold = FormattableString.Invariant($"if (++$told -eq {Told}) {{ [Console]::Out.WriteLine('held up'); [Threading.Thread]::Sleep(600000) }}");
        await using var shell = _bench.Run(
            Journal, $"$told = 0; {ProofBench.Listing(Group)} | {ProofBench.Resending("-ThrottleLimit 16")} | ForEach-Object {{ {Proof.Told.Line}; {hold} }}");

        Assert.True(await shell.WritesAsync("held up"), shell.Noise);
        await shell.SignalAsync("TERM");

        Assert.Equal(143, await shell.EndAsync());
        await AssertKnownAsync(Group, ids, shell, mostDoubtful: 0);
    }

    [Fact]
    public async Task Told_to_end_with_two_runs_in_one_process_both_settle()
    {
        SkipOnWindows();
        string[] groups = ["GID_first", "GID_second"];
        var ids = new List<IReadOnlyList<string>>();
        foreach (var group in groups) ids.Add(await _bench.AddAsync(group, Messages));
        var resend = ProofBench.Bulk("$_", "-ThrottleLimit 8").Replace("$($_.", "$($PSItem.", StringComparison.Ordinal);
        await using var shell = _bench.Run(
            Journal, $"'{groups[0]}', '{groups[1]}' | ForEach-Object -Parallel {{ {ConsoleProgram.ImportModule} {resend} }}");

        Assert.True(await shell.TellsAsync(2 * Told), shell.Noise);
        await shell.SignalAsync("TERM");

        Assert.Equal(143, await shell.EndAsync());
        for (var i = 0; i < groups.Length; i++) await AssertKnownAsync(groups[i], ids[i], null, mostDoubtful: 0);
    }

    [Fact]
    public async Task Where_hangups_are_ignored_a_run_goes_on()
    {
        SkipOnWindows();
        const string Group = "GID_nohup";
        var ids = await _bench.AddAsync(Group, Messages);
        await using var shell = _bench.Run(Journal, ProofBench.Bulk(Group), ignoredSignal: "HUP");

        Assert.True(await shell.TellsAsync(Told), shell.Noise);
        await shell.SignalAsync("HUP");

        Assert.Equal(0, await shell.EndAsync());
        Assert.Equal(ids.Count, shell.Results.Count(told => told.What == "Accepted"));
    }

    [Fact]
    public async Task Without_a_run_the_process_ends_as_it_always_does()
    {
        SkipOnWindows();
        const string Group = "GID_idle";
        await _bench.AddAsync(Group, 1);
        await using var shell = _bench.Run(Journal, $"{ProofBench.Bulk(Group)}; [Console]::Out.WriteLine('idle'); [Threading.Thread]::Sleep(600000)");

        Assert.True(await shell.WritesAsync("idle"), shell.Noise);
        await shell.SignalAsync("TERM");

        Assert.Equal(143, await shell.EndAsync());
    }

    [Fact]
    public async Task Stopped_by_a_closed_terminal_everything_in_flight_settles()
    {
        const string Group = "GID_closed";
        var ids = await _bench.AddAsync(Group, Messages);
        Assert.SkipUnless(ConsoleProgram.HasTerminals, "Needs script of util-linux to make a terminal.");
        await using var terminal = LiveConsole.OnTerminal(
            ConsoleProgram.Pwsh, $"-NoLogo -NoProfile -NoExit -Command \"{ConsoleProgram.ImportModule}\"", _bench.Cancellation, _bench.Environment(Journal));
        await terminal.WaitForAsync("> ");
        await terminal.TypeAsync("'pi' + 'd=' + $PID + ';'\r");
        await terminal.WaitForAsync("pid=");
        await terminal.WaitForAsync(";");
        await terminal.TypeAsync($"{ProofBench.Bulk(Group)}\r");
        await terminal.WaitForAsync("|Accepted|");
        var shell = int.Parse(terminal.Seen.Split("pid=")[^1].Split(';')[0], System.Globalization.CultureInfo.InvariantCulture);

        // Whoever holds the other side of the terminal is gone, and no one is left to read what is written.
        Assert.True(await Signals.TrySendAsync(terminal.ProcessId, "KILL", _bench.Cancellation));
        await Ended.WaitAsync(shell, _bench.Cancellation);

        await AssertKnownAsync(Group, ids, null, mostDoubtful: 0);
    }

    [Fact]
    public async Task What_does_not_settle_in_time_is_aborted_and_doubtful()
    {
        SkipOnWindows();
        const string Group = "GID_stuck";
        const int Stuck = 3;
        var ids = await _bench.AddAsync(Group, Messages);
        foreach (var (id, fault) in ids.Skip(Told / 2).Zip(["timeout", "acceptThenTimeout", "timeout"]))
            await _bench.Sandbox.AddFaultAsync(ProofBench.Resend, fault, msgId: id, cancellationToken: _bench.Cancellation);
        await using var shell = _bench.Run(Journal, ProofBench.Bulk(Group, "-ThrottleLimit 16 -TimeoutSec 600"));

        Assert.True(await shell.TellsAsync(Told), shell.Noise);
        await shell.SignalAsync("TERM");

        Assert.Equal(143, await shell.EndAsync());
        var rerun = await AssertKnownAsync(Group, ids, shell, Stuck);
        Assert.Equal(
            ids.Skip(Told / 2).Take(Stuck).Order(StringComparer.Ordinal),
            rerun.Where(DeliveryProof.IsDoubtful).Select(told => told.MsgId).Order(StringComparer.Ordinal));
    }

    private static void SkipOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");

    private async Task<IReadOnlyList<Told>> AssertKnownAsync(string group, IReadOnlyList<string> ids, ProofShell? stopped, int mostDoubtful)
    {
        var before = await _bench.DeliveriesAsync(group);
        await using var rerun = _bench.Run(Journal, ProofBench.Bulk(group));
        Assert.Equal(0, await rerun.EndAsync());
        var complaints = DeliveryProof.Complaints(ids, [stopped?.Results ?? [], rerun.Results], await _bench.DeliveriesAsync(group), mostDoubtful);

        Assert.True(complaints.Count == 0, string.Join('\n', [.. complaints, stopped?.Noise ?? "", rerun.Noise]));
        Assert.All(
            rerun.Results.Where(told => before.ContainsKey(told.MsgId)),
            told => Assert.True(told.What == "AlreadyResent" || DeliveryProof.IsDoubtful(told), $"{told.MsgId} was delivered and is {told.What}."));
        return rerun.Results;
    }
}
