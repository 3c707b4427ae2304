using OnsDlq.Benchmarks.Measuring;
using OnsDlq.Listing;

namespace OnsDlq.Benchmarks.Listing;

/// <summary>Listings: how many calls an entry costs, and how fast listings are compared with a bare loop.</summary>
internal static class ListBenchmark
{
    private const int WarmUp = 2;
    private const int Rounds = 7;

    // The most that a call can list: 50 entries, which are one page.
    private const int Thousand = 1000;

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    /// <summary>Three days without the last minutes, so that no entry arrives during the listing.</summary>
    private static readonly TimeRange Range = new(Now.AddDays(-3).AddMinutes(10), Now.AddMinutes(-5));

    /// <summary>Measures 100,000 evenly spread entries, and the same number of which many are close together.</summary>
    public static async Task RunAsync()
    {
        await using var sandbox = await BenchSandbox.StartAsync("off");
        await AddAsync("GID_even", 100_000, minutesAgo: 70 * 60, TimeSpan.FromHours(69));

        await AddAsync("GID_bursts", 60_000, minutesAgo: 70 * 60, TimeSpan.FromHours(69));
        await AddAsync("GID_bursts", 25_000, minutesAgo: 40 * 60, TimeSpan.FromSeconds(1));
        await AddAsync("GID_bursts", 2_400, minutesAgo: 30 * 60, TimeSpan.Zero);
        for (var burst = 0; burst < 6; burst++) await AddAsync("GID_bursts", 2_100, minutesAgo: 600 - (burst * 5), TimeSpan.FromSeconds(10));

        await CompareAsync(sandbox, "list-even", "GID_even");
        await CompareAsync(sandbox, "list-bursts", "GID_bursts");

        Task AddAsync(string group, int count, int minutesAgo, TimeSpan over) =>
            sandbox.AddAsync(group, count, Now.AddMinutes(-minutesAgo), Now.AddMinutes(-minutesAgo) + over);
    }

    private static async Task CompareAsync(BenchSandbox sandbox, string name, string group)
    {
        var (bare, complete) = (new List<Throughput>(), new List<Throughput>());
        using var loop = new BareListing(sandbox.Address);
        await using var journal = await BenchJournal.InSqliteAsync();
        using var run = new CompleteRun(sandbox.Address, journal.Journal);
        var entries = await run.RunAsync(group, Range).CountAsync();
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            var windows = run.Asked!.Windows;
            bare.Add(await Throughput.OfAsync(entries, async () => Check(await loop.RunAsync(group, windows))));
            complete.Add(await Throughput.OfAsync(entries, async () => Check(await run.RunAsync(group, Range).CountAsync())));
        }

        var (theirs, ours) = (Throughput.Median(bare.Skip(WarmUp)), Throughput.Median(complete.Skip(WarmUp)));
        Figures.Say($"{name}: {entries} entries in {run.Asked!.Windows.Count} windows by {run.Asked.Calls} calls; bare {theirs}, complete {ours}");
        Figures.Ratio(name + "-calls-per-1000", (double)run.Asked.Calls * Thousand / entries);
        Figures.Ratio(name, ours.Rate / theirs.Rate);

        void Check(int count)
        {
            if (count != entries) throw new InvalidOperationException($"{count} of {entries} entries were listed.");
        }
    }
}
