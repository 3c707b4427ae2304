using OnsDlq.Benchmarks.Measuring;
using OnsDlq.Messages;
using OnsDlq.Pace;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.Benchmarks.Resend;

/// <summary>Resends: how much of a quota is used, and what our side costs without a quota.</summary>
internal static class ResendBenchmark
{
    // Code is compiled during the first rounds, so their results are not used.
    private const int WarmUp = 3;
    private const int Rounds = 7;
    private const int Many = 8000;
    private const int Few = 1000;

    /// <summary>Measures the rows that are named, or all.</summary>
    public static async Task RunAsync(IReadOnlyCollection<string> rows)
    {
        if (Has("speed")) await SpeedAsync();
        if (Has("table")) await TableAsync();
        if (Has("journal")) await JournalAsync();
        if (Has("postgres")) await PostgresAsync();
        if (Has("team")) await TeamBenchmark.RunAsync();
        if (Has("quota"))
        {
            await QuotaAsync("resend-quota", othersASecond: 0);
            await QuotaAsync("resend-quota-shared", othersASecond: 5);
        }

        bool Has(string row) => rows.Count == 0 || rows.Contains(row);
    }

    private static async Task SpeedAsync()
    {
        await using var sandbox = await BenchSandbox.StartAsync("off");
        await CompareAsync(sandbox, "resend-sqlite-16", 16, Many, BenchJournal.InSqliteAsync);
        await CompareAsync(sandbox, "resend-memory-16", 16, Many, BenchJournal.InMemoryAsync);
        await CompareAsync(sandbox, "resend-sqlite-1", 1, Few, BenchJournal.InSqliteAsync);
        await CompareAsync(sandbox, "resend-memory-1", 1, Few, BenchJournal.InMemoryAsync);
    }

    // The journal of a team beside one in a file and the bare loop, all on this machine. All take turns, so that other load affects all.
    private static async Task PostgresAsync()
    {
        if (PostgresPrograms.Folder is null)
        {
            Figures.Say($"resend-postgres: there is no PostgreSQL on this machine");
            return;
        }

        await using var server = await PostgresServer.StartAsync(CancellationToken.None);
        await using var sandbox = await BenchSandbox.StartAsync("off");
        foreach (var (inFlight, count) in new[] { (1, 500), (16, 2000), (64, 4000) })
        {
            using var loop = new BareLoop(sandbox.Address);
            await using var file = await BenchJournal.InSqliteAsync();
            await using var database = await BenchJournal.InPostgresAsync(server);
            using var withFile = new GuardedRun(sandbox.Address, file.Journal);
            using var withDatabase = new GuardedRun(sandbox.Address, database.Journal);
            var figures = await RoundsAsync(
                sandbox, count, rounds: 3,
                messages => loop.RunAsync(messages, inFlight),
                messages => withFile.RunAsync(messages.ToAsyncEnumerable(), inFlight, ModuleClient.Unbounded),
                messages => withDatabase.RunAsync(messages.ToAsyncEnumerable(), inFlight, ModuleClient.Unbounded));
            var (bare, sqlite, postgres) = (figures[0], figures[1], figures[2]);
            var name = FormattableString.Invariant($"resend-postgres-{inFlight}");
            Figures.Say($"{name}: bare {bare}, with SQLite {sqlite}, with PostgreSQL {postgres}");
            Figures.Ratio(name, postgres.Rate / bare.Rate);
            Figures.Ratio(name + "-sqlite", postgres.Rate / sqlite.Rate);
        }
    }

    private static async Task TableAsync()
    {
        await using var sandbox = await BenchSandbox.StartAsync("off");
        Figures.Say($"in flight | bare /s | SQLite /s | memory /s");
        foreach (var inFlight in new[] { 1, 2, 4, 8, 16, 32, 64 })
        {
            var count = inFlight < 8 ? Few : Many / 2;
            var sqlite = await MeasureAsync(sandbox, inFlight, count, rounds: 3, BenchJournal.InSqliteAsync);
            var memory = await MeasureAsync(sandbox, inFlight, count, rounds: 3, BenchJournal.InMemoryAsync);
            Figures.Say($"{inFlight,9} | {sqlite.Bare.Rate,7:0} | {sqlite.Guarded.Rate,9:0} | {memory.Guarded.Rate,9:0}");
        }
    }

    // What of the cost is the journal's.
    private static async Task JournalAsync()
    {
        foreach (var inFlight in new[] { 1, 16 })
        {
            await using var journal = await BenchJournal.InSqliteAsync();
            var costs = new List<Throughput>();
            for (var round = 0; round < WarmUp + Rounds; round++)
                costs.Add(await Throughput.OfAsync(Many, () => JournalLoop.RunAsync(journal.Journal, Many, inFlight)));
            Figures.Say($"journal-{inFlight}: {Throughput.Median(costs.Skip(WarmUp))}");
        }
    }

    private static async Task CompareAsync(BenchSandbox sandbox, string name, int inFlight, int count, Func<Task<BenchJournal>> open)
    {
        var (bare, guarded) = await MeasureAsync(sandbox, inFlight, count, Rounds, open);
        Figures.Say($"{name}: bare {bare}, guarded {guarded}");
        Figures.Ratio(name, guarded.Rate / bare.Rate);
    }

    private static async Task<(Throughput Bare, Throughput Guarded)> MeasureAsync(
        BenchSandbox sandbox, int inFlight, int count, int rounds, Func<Task<BenchJournal>> open)
    {
        using var loop = new BareLoop(sandbox.Address);
        await using var journal = await open();
        using var run = new GuardedRun(sandbox.Address, journal.Journal);
        var figures = await RoundsAsync(
            sandbox, count, rounds,
            messages => loop.RunAsync(messages, inFlight),
            messages => run.RunAsync(messages.ToAsyncEnumerable(), inFlight, ModuleClient.Unbounded));
        return (figures[0], figures[1]);
    }

    // The sides take turns, so that other load on the machine affects all; gives the median of each.
    private static async Task<Throughput[]> RoundsAsync(
        BenchSandbox sandbox, int count, int rounds, params Func<IReadOnlyList<MessageReference>, Task>[] sides)
    {
        var figures = Array.ConvertAll(sides, _ => new List<Throughput>());
        for (var round = 0; round < WarmUp + rounds; round++)
        {
            var messages = new IReadOnlyList<MessageReference>[sides.Length];
            for (var side = 0; side < sides.Length; side++) messages[side] = await sandbox.AddMessagesAsync(count);
            for (var side = 0; side < sides.Length; side++)
                figures[side].Add(await Throughput.OfAsync(count, () => sides[side](messages[side])));
        }

        return Array.ConvertAll(figures, one => Throughput.Median(one.Skip(WarmUp)));
    }

    // The service admits 600 calls in 60 s, in fixed windows; another caller may use a part of them.
    private static async Task QuotaAsync(string name, int othersASecond)
    {
        const double Ours = PaceRule.DefaultRate;
        const int messages = 600;
        await using var sandbox = await BenchSandbox.StartAsync("default");
        await using var journal = await BenchJournal.InSqliteAsync();
        using var run = new GuardedRun(sandbox.Address, journal.Journal);
        var wanted = await sandbox.AddMessagesAsync(messages);
        using var stop = new CancellationTokenSource();
        var others = TakeAsync(sandbox, (await sandbox.AddMessagesAsync(1))[0], othersASecond, stop.Token);
        var rate = (await Throughput.OfAsync(messages, () => run.RunAsync(wanted.ToAsyncEnumerable(), 16, Ours))).Rate;
        await stop.CancelAsync();
        await others;
        Figures.Say($"{name}: {messages} messages at {rate:0.00} /s, {run.Refused} calls refused");
        Figures.Ratio(name + "-time", (Ours - othersASecond) / rate);
        Figures.Ratio(name + "-refused", (double)run.Refused / (messages + run.Refused));
    }

    private static async Task TakeAsync(BenchSandbox sandbox, MessageReference message, int aSecond, CancellationToken stop)
    {
        if (aSecond == 0) return;
        using var loop = new BareLoop(sandbox.Address);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / aSecond));
        try
        {
            while (await timer.WaitForNextTickAsync(stop)) await loop.SendAsync(message);
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }
}
