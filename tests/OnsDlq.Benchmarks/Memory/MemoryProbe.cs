using System.Globalization;
using OnsDlq.Benchmarks.Listing;
using OnsDlq.Benchmarks.Measuring;
using OnsDlq.Benchmarks.Resend;
using OnsDlq.Credentials;
using OnsDlq.Listing;

namespace OnsDlq.Benchmarks.Memory;

/// <summary>The process whose memory is measured: lists the last three days, and resends what it lists or not; prints its peak in KiB.</summary>
internal static class MemoryProbe
{
    /// <summary>What starts it.</summary>
    public const string Command = "memory-probe";

    /// <summary>Only lists.</summary>
    public const string List = "list";

    /// <summary>Lists and resends.</summary>
    public const string Resend = "resend";

    private const int InFlight = 16;

    /// <summary>Runs it: what to do, how many entries there are; endpoint, region, access key ID and secret.</summary>
    public static async Task RunAsync(IReadOnlyList<string> parts)
    {
        var expected = int.Parse(parts[1], CultureInfo.InvariantCulture);
        var sandbox = new SandboxAddress(new Uri(parts[2]), parts[3], new AccessKey(parts[4], parts[5]));
        await using var journal = await BenchJournal.InSqliteAsync();
        using var listing = new CompleteRun(sandbox, journal.Journal);
        using var resend = new GuardedRun(sandbox, journal.Journal);
        var now = TimeProvider.System.GetUtcNow();
        var count = 0;
        var letters = listing.RunAsync(SandboxAddress.Group, new TimeRange(now.AddDays(-3).AddMinutes(10), now)).Select(letter =>
        {
            count++;
            return sandbox.Message(letter.MsgId) with { StoreTimestamp = letter.StoreTimestamp };
        });
        if (parts[0] == Resend) await resend.RunAsync(letters, InFlight, ModuleClient.Unbounded);
        else await letters.CountAsync();
        if (count != expected) throw new InvalidOperationException($"{count} of {expected} entries were listed.");

        var peak = (await File.ReadAllLinesAsync("/proc/self/status")).Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        await Console.Out.WriteLineAsync(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]);
    }
}
