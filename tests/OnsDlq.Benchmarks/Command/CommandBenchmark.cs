using OnsDlq.Benchmarks.Measuring;
using OnsDlq.Benchmarks.Resend;

namespace OnsDlq.Benchmarks.Command;

/// <summary>
/// What a user gets: the commands of the staged module in a real pwsh, in turn with the bare loop, the engine alone and, where Node is
/// installed, the official Node client.
/// </summary>
internal static class CommandBenchmark
{
    private const int WarmUp = 1;
    private const int Rounds = 5;
    private const int Usual = 10_000;
    private const int Few = 200;

    private static readonly int[] Widths = [1, 8, 16, 64];

    /// <summary>Measures all; or with <c>quick</c> only the usual number of messages, with 16 in flight.</summary>
    public static async Task RunAsync(IReadOnlyList<string> options)
    {
        if (options is ["quick"])
        {
            await MeasureAsync(Usual, [16]);
            return;
        }

        await MeasureAsync(1000, Widths);
        await MeasureAsync(Usual, Widths);
        await MeasureAsync(100_000, [16], rounds: 1);
    }

    // Each round has messages that were never resent, for each side that sends. All sides take turns, so that other load on the machine meets all.
    private static async Task MeasureAsync(int count, IReadOnlyList<int> widths, int rounds = Rounds)
    {
        await using var sandbox = await BenchSandbox.StartAsync("off");
        await using var shell = await CommandShell.StartAsync(sandbox.Address);
        await using var journal = await BenchJournal.InSqliteAsync();
        await using var node = await NodePeer.StartAsync(sandbox.Address);
        using var loop = new BareLoop(sandbox.Address);
        using var engine = new GuardedRun(sandbox.Address, journal.Journal);
        var costs = new CostTable(count, WarmUp, rounds);
        var number = 0;
        for (var round = 0; round < WarmUp + rounds; round++)
        {
            foreach (var width in widths)
            {
                // One in flight is slow, and no slower with more messages.
                var sent = width == 1 ? Math.Min(count, 1000) : count;
                await CommandsAsync(sent, width);
                await OthersAsync(sent, width);
                await FirstAsync(width);
            }
        }

        costs.Print(widths);

        async Task CommandsAsync(int sent, int width)
        {
            var group = await AddAsync(sent);
            var send = $"@($m | Invoke-OnsDlqResend @send -ThrottleLimit {width})";
            costs.Note("list", await shell.MeasureAsync($"$global:m = @(Get-OnsDlqMessage {group} @all); $m.Count", sent));
            costs.Note("whatif", await shell.MeasureAsync("$null = $m | Invoke-OnsDlqResend -WhatIf; $m.Count", sent));
            costs.Note(CostTable.Send(width), await shell.MeasureAsync($"{send}.Where{{ $_.Status -eq 'Accepted' }}.Count", sent));
            costs.Note("rerun", await shell.MeasureAsync($"{send}.Where{{ $_.Status -eq 'Skipped' }}.Count", sent));
        }

        async Task OthersAsync(int sent, int width)
        {
            var (bare, guarded) = (await sandbox.AddMessagesAsync(sent), await sandbox.AddMessagesAsync(sent));
            costs.Note(CostTable.Bare(width), await Throughput.OfAsync(sent, () => loop.RunAsync(bare, width)));
            costs.Note(
                CostTable.Engine(width), await Throughput.OfAsync(sent, () => engine.RunAsync(guarded.ToAsyncEnumerable(), width, ModuleClient.Unbounded)));
            if (node is not null) costs.Note(CostTable.Node(width), await node.MeasureAsync(await sandbox.AddMessagesAsync(sent), width));
        }

        async Task FirstAsync(int width)
        {
            var group = await AddAsync(Few);
            await shell.MeasureAsync($"$global:m = @(Get-OnsDlqMessage {group} @all); $m.Count", Few);
            costs.Note("first", await shell.MeasureAsync($"@($m | Invoke-OnsDlqResend @send -ThrottleLimit {width} | Select-Object -First 1).Count", 1));
        }

        async Task<string> AddAsync(int many)
        {
            var group = FormattableString.Invariant($"GID_bench_{number++}");
            await sandbox.AddAsync(group, many, SandboxAddress.Stored.AddHours(-40), SandboxAddress.Stored);
            return group;
        }
    }
}
