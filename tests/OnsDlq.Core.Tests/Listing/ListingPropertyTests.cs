using FsCheck;
using FsCheck.Fluent;
using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Listing;

/// <summary>For any store times and any paging by the service: the listed entries are the stored entries, each once, in order.</summary>
public sealed class ListingPropertyTests
{
    private const long Day = 24 * 60 * 60 * 1000;
    private const long Start = 1_750_000_000_000;

    // Some samples have ten thousand entries, so only half the usual number of samples is run; that finds the same errors.
    private static readonly Config Samples = Config.QuickThrowOnFailure.WithMaxTest(50);

    private static readonly TimeRange Range = new Window(Start, Start + (3 * Day)).ToRange();

    [Fact]
    public void What_is_listed_is_what_is_stored_whatever_the_order() => Prop.ForAll(Queues(), queue =>
    {
        var client = queue.Open();
        var (listed, incomplete) = List(client);
        Assert.Equal(queue.Times.Order(), listed.Select(entry => entry.StoreTimestamp));
        Assert.Equal(queue.Times.Count, listed.Select(entry => entry.MsgId).Distinct().Count());
        Assert.Empty(incomplete);
    }).Check(Samples);

    [Fact]
    public void What_is_listed_is_what_is_stored_however_often_tasks_are_forgotten() => Prop.ForAll(Queues(), queue =>
    {
        // Every sixtieth call fails: a task of 50 pages, for a window that cannot be split further, is forgotten once and then not again.
        var client = queue.Open(call => call % 60 == 0);
        var (listed, incomplete) = List(client);
        Assert.Empty(incomplete);
        Assert.Equal(queue.Times.Order(), listed.Select(entry => entry.StoreTimestamp));
        Assert.Equal(queue.Times.Count, listed.Select(entry => entry.MsgId).Distinct().Count());
    }).Check(Samples);

    [Fact]
    public void A_ms_that_has_too_many_is_named_and_all_else_is_listed() => Prop.ForAll(Queues(), queue =>
    {
        var at = Start + Day + queue.Times.Count;
        var client = (queue with { Times = [.. queue.Times.Where(time => time != at), .. Enumerable.Repeat(at, 2600)], ShortBy = 0 }).Open();
        var (listed, incomplete) = List(client);
        Assert.Equal(new IncompleteRange("GID_a", new Window(at, at).ToRange(), 50, 52), Assert.Single(incomplete));
        Assert.Equal(queue.Times.Where(time => time != at).Concat(Enumerable.Repeat(at, 2500)).Order(), listed.Select(entry => entry.StoreTimestamp));
        Assert.Equal(listed.Count, listed.Select(entry => entry.MsgId).Distinct().Count());
    }).Check(Samples);

    [Fact]
    public void Few_calls_are_wasted_where_the_oldest_come_first() => Prop.ForAll(Queues(), queue =>
    {
        var client = (queue with { Order = QueueOrder.OldestFirst, ShortBy = 0 }).Open();
        List(client);
        var least = Math.Max(1, (queue.Times.Count + 49) / 50);
        if (least <= 20) Assert.Equal(least, client.Queries.Count);
        else Assert.InRange(client.Queries.Count, least, (1.3 * least) + 8);
    }).Check(Samples);

    [Fact]
    public void No_window_is_asked_for_twice() => Prop.ForAll(Queues(), queue =>
    {
        var client = queue.Open();
        List(client);
        var windows = client.Queries.Where(query => query.TaskId is null).ToList();
        Assert.Equal(windows.Count, windows.DistinctBy(query => (query.BeginTime, query.EndTime)).Count());
    }).Check(Samples);

    private static (IReadOnlyList<DeadLetter> Listed, IReadOnlyList<IncompleteRange> Incomplete) List(QueueClient client)
    {
        var reader = new DeadLetterReader(client, new CallContext());
        var parts = reader.ListAsync("GID_a", "MQ_INST_1", Range, wanted: null, TestContext.Current.CancellationToken).ToBlockingEnumerable().ToList();
        Assert.All(parts, part => Assert.InRange(part.Entries.Count, part.Gap is null ? 1 : 0, DeadLetterReader.PageSize));
        return ([.. parts.SelectMany(part => part.Entries)], [.. parts.Select(part => part.Gap).OfType<IncompleteRange>()]);
    }

    private static Arbitrary<SampleQueue> Queues()
    {
        var evenly =
            from count in Gen.Choose(0, 9000)
            from at in Gen.Choose(0, (int)(2 * Day))
            from length in Gen.Choose(1, (int)Day)
            select Enumerable.Range(0, count).Select(i => Start + at + (i * (long)length / Math.Max(1, count)));
        var burst =
            from count in Gen.Choose(1, 7000)
            from at in Gen.Choose(0, (int)(3 * Day))
            from length in Gen.Elements(3, 50, 1000, 60_000)
            where count < 2400 * (long)length
            select Enumerable.Range(0, count).Select(i => Math.Min(Start + (3 * Day), Start + at + (i * (long)length / count)));
        var inOneMs =
            from count in Gen.Choose(1, 2500)
            from at in Gen.Choose(0, (int)(3 * Day))
            select Enumerable.Repeat(Start + at, count);
        var atTheBorders = Gen.Constant(Enumerable.Repeat(Start, 7).Concat(Enumerable.Repeat(Start + (3 * Day), 7)));
        var atRandom =
            from times in Gen.Choose(0, (int)(3 * Day)).ListOf(3000)
            select times.Select(time => Start + time);
        return (
            from count in Gen.Choose(0, 4)
            from parts in Gen.OneOf(evenly, burst, burst, inOneMs, atTheBorders, atRandom).ListOf(count)
            from order in Gen.Elements(Enum.GetValues<QueueOrder>())
            from shortBy in Gen.Elements(0, 0, 1, 25)
            from renews in Gen.Elements(true, false)
            let times = parts.SelectMany(part => part).ToList()
            where times.GroupBy(time => time).All(ms => ms.Count() <= (shortBy == 25 ? 1800 : 2400))
            select new SampleQueue(times, order, shortBy, renews)).ToArbitrary();
    }

    private sealed record SampleQueue(IReadOnlyList<long> Times, QueueOrder Order, int ShortBy, bool RenewsTasks)
    {
        public QueueClient Open(Func<int, bool>? forgets = null) => new(QueueClient.At(Times))
        {
            Order = Order,
            ShortBy = ShortBy,
            RenewsTasks = RenewsTasks,
            Forgets = forgets ?? (_ => false),
        };

        public override string ToString() =>
            $"{Times.Count} entries from {Times.DefaultIfEmpty().Min() - Start} to {Times.DefaultIfEmpty().Max() - Start}, {Order}, short by {ShortBy}, renews {RenewsTasks}";
    }
}
