using OnsDlq.Listing;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Listing;

/// <summary>The number of calls for a listing, which the quota limits: 20 for 1,000 entries are the minimum.</summary>
public sealed class ListingCostTests
{
    private const int Count = 20_000;
    private const long Range = 3 * 24 * 60 * 60 * 1000;
    private const long Start = 1_750_000_000_000;

    public static TheoryData<string, QueueOrder, double> Spreads() => new(
        from order in Enum.GetValues<QueueOrder>()
        from spread in new[]
        {
            ("evenly", 21.5),
            ("at random", 21.5),
            ("in the first hour", 21.5),
            ("in 20 bursts of 10 s", 26),
            ("in 200 bursts of 1 s", 26),
            ("in 30 bursts of 2 s, a fifth evenly", 26),
            ("ever more", 26),
        }
        select (spread.Item1, order, spread.Item2));

    [Theory]
    [MemberData(nameof(Spreads))]
    public async Task A_thousand_entries_cost_few_calls_however_they_are_spread(string spread, QueueOrder order, double most)
    {
        var client = new QueueClient(QueueClient.At(Times(spread).Select(time => Start + time))) { Order = order };
        var reader = new DeadLetterReader(client, new CallContext());
        var listed = 0;

        var cancellation = TestContext.Current.CancellationToken;
        await foreach (
            var part in reader.ListAsync("GID_a", null, new Window(Start, Start + Range).ToRange(), wanted: null, cancellation))
        {
            listed += part.Entries.Count;
        }

        Assert.Equal(Count, listed);
        var calls = client.Queries.Count / (Count / 1000.0);
        TestContext.Current.TestOutputHelper!.WriteLine($"{calls:0.00} calls for 1,000 entries");
        Assert.InRange(calls, 20, most);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1100)]
    [InlineData(1700)]
    [InlineData(2500)]
    [InlineData(2600)]
    [InlineData(4000)]
    [InlineData(10_000)]
    public async Task A_thousand_entries_cost_few_calls_however_many_there_are(int count)
    {
        var client = new QueueClient(QueueClient.At(Enumerable.Range(0, count).Select(i => Start + (i * Range / count))));
        var reader = new DeadLetterReader(client, new CallContext());

        var cancellation = TestContext.Current.CancellationToken;
        await foreach (var _ in reader.ListAsync("GID_a", null, new Window(Start, Start + Range).ToRange(), wanted: null, cancellation))
        {
        }

        var calls = client.Queries.Count / (count / 1000.0);
        TestContext.Current.TestOutputHelper!.WriteLine($"{calls:0.00} calls for 1,000 entries");
        Assert.InRange(calls, 20, 21.5);
    }

    private static IEnumerable<long> Times(string spread)
    {
        var random = new Random(5);
        return spread switch
        {
            "evenly" => Enumerable.Range(0, Count).Select(i => i * Range / Count),
            "at random" => Enumerable.Range(0, Count).Select(_ => random.NextInt64(Range)),
            "in the first hour" => Enumerable.Range(0, Count).Select(i => i * 3_600_000L / Count),
            "in 20 bursts of 10 s" => Bursts(20, 10_000, 0),
            "in 200 bursts of 1 s" => Bursts(200, 1000, 0),
            "in 30 bursts of 2 s, a fifth evenly" => Bursts(30, 2000, Count / 5),
            _ => Enumerable.Range(0, Count).Select(i => (long)(Range * Math.Pow(i / (double)Count, 0.1))),
        };

        IEnumerable<long> Bursts(int count, int length, int evenly)
        {
            var starts = Enumerable.Range(0, count).Select(_ => random.NextInt64(Range - length)).ToArray();
            return Enumerable.Range(0, Count).Select(i => i < evenly ? i * Range / evenly : starts[i % count] + random.Next(length));
        }
    }
}
