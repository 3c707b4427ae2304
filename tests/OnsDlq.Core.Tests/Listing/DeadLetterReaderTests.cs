using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Listing;

public sealed class DeadLetterReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(50, 1)]
    [InlineData(51, 2)]
    [InlineData(1000, 20)]
    public async Task All_pages_of_a_task_are_listed_with_no_call_too_many(int entries, int calls)
    {
        var client = new PagedClient(PagedClient.Entries(entries));
        var reader = new DeadLetterReader(client, new CallContext());

        var listed = await WholeListing.ListAsync(reader);

        Assert.Equal(Enumerable.Range(1, entries).Select(i => $"M{i}"), listed.Select(e => e.MsgId));
        Assert.Equal(Enumerable.Range(1, calls), client.Queries.Select(q => q.CurrentPage).Order());
        Assert.All(client.Queries, q => Assert.Equal(("GID_a", "MQ_INST_1", 50), (q.GroupId, q.InstanceId, q.PageSize)));
        Assert.All(client.Queries, q => Assert.Equal(WholeListing.Range, new TimeRange(q.BeginTime, q.EndTime)));
        Assert.Equal([null, .. Enumerable.Repeat("TASK", calls - 1)], client.Queries.Select(q => q.TaskId));
    }

    [Fact]
    public async Task Of_many_pages_the_first_is_given_after_two_calls_and_all_cost_one_call_more()
    {
        var client = new PagedClient(PagedClient.Entries(2500));
        var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Before = (_, token) => client.Queries.Count > 2 ? rest.Task.WaitAsync(token) : Task.CompletedTask;
        var reader = new DeadLetterReader(client, new CallContext());

        await using var listing = reader.ListAsync("GID_a", null, WholeListing.Range, wanted: null, Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await listing.MoveNextAsync());
        var listed = listing.Current.Entries.ToList();
        Assert.Equal(50, listed.Count);
        rest.SetResult();
        while (await listing.MoveNextAsync()) listed.AddRange(listing.Current.Entries);

        Assert.Equal(Enumerable.Range(1, 2500).Select(i => $"M{i}"), listed.Select(e => e.MsgId));
        Assert.Equal(51, client.Queries.Count);
    }

    [Fact]
    public async Task More_pages_than_a_task_shows_are_listed_by_windows_that_neither_overlap_nor_leave_a_gap()
    {
        var client = new PagedClient(PagedClient.Entries(4000));
        var reader = new DeadLetterReader(client, new CallContext());

        var listed = await WholeListing.ListAsync(reader);

        Assert.Equal(Enumerable.Range(1, 4000).Select(i => $"M{i}"), listed.Select(e => e.MsgId));
        var read = client.Queries.Where(q => q.TaskId is null).GroupBy(q => q.BeginTime).Select(tries => tries.Last()).ToList();
        Assert.Equal((WholeListing.Range.Begin, WholeListing.Range.End), (read[0].BeginTime, read[^1].EndTime));
        Assert.All(read.Zip(read.Skip(1)), pair => Assert.Equal(pair.First.EndTime.AddMilliseconds(1), pair.Second.BeginTime));
    }

    [Fact]
    public async Task Four_pages_are_asked_for_side_by_side_and_no_more()
    {
        var (asked, most, gate) = (0, 0, new object());
        var client = new PagedClient(PagedClient.Entries(2500))
        {
            Before = async (_, _) =>
            {
                lock (gate) most = Math.Max(most, ++asked);
                for (var i = 0; i < 20; i++) await Task.Yield();
                lock (gate) asked--;
            },
        };

        await WholeListing.ListAsync(new DeadLetterReader(client, new CallContext()));

        Assert.Equal(4, most);
    }

    [Fact]
    public async Task The_next_window_is_read_while_one_is_given_and_none_beyond()
    {
        var client = new PagedClient(PagedClient.Entries(4300));
        var window = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = false;
        client.Before = async (call, token) =>
        {
            // The second window that is read, after the one that shows how many entries there are.
            if (client.Queries.Count(q => q.TaskId is null) < 3 || held) return;
            held = true;
            await window.Task.WaitAsync(token);
        };
        var reader = new DeadLetterReader(client, new CallContext());

        await using var listing = reader.ListAsync("GID_a", null, WholeListing.Range, wanted: null, Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await listing.MoveNextAsync());
        Assert.Equal("M1", listing.Current.Entries[0].MsgId);
        Assert.Equal(3, client.Queries.Count(q => q.TaskId is null));
        window.SetResult();

        var rest = 50;
        while (await listing.MoveNextAsync()) rest += listing.Current.Entries.Count;
        Assert.Equal(4300, rest);
    }

    [Fact]
    public async Task Who_stops_early_is_left_alone_by_calls_still_under_way()
    {
        var client = new PagedClient(PagedClient.Entries(4300));
        var underWay = 0;
        client.Before = async (_, token) =>
        {
            Interlocked.Increment(ref underWay);
            try
            {
                if (client.Queries.Count(q => q.TaskId is null) >= 3) await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                Interlocked.Decrement(ref underWay);
            }
        };
        var reader = new DeadLetterReader(client, new CallContext());

        await foreach (var _ in reader.ListAsync("GID_a", null, WholeListing.Range, wanted: null, Cancellation))
        {
            Assert.Equal(1, underWay);
            break;
        }

        Assert.Equal(0, underWay);
        Assert.Equal(3, client.Queries.Count);
    }

    [Fact]
    public async Task A_listing_that_is_cancelled_ends_its_calls_and_says_so()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var client = new PagedClient(PagedClient.Entries(500));
        var (underWay, all) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        client.Before = async (call, token) =>
        {
            if (call == "page 1") return;
            if (Interlocked.Increment(ref underWay) == WindowTask.Width) all.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                Interlocked.Decrement(ref underWay);
            }
        };
        var reader = new DeadLetterReader(client, new CallContext());
        await using var listing = reader.ListAsync("GID_a", null, WholeListing.Range, wanted: null, stop.Token).GetAsyncEnumerator(Cancellation);

        var first = listing.MoveNextAsync().AsTask();
        await all.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        Assert.Equal(0, underWay);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(50, 3)]
    [InlineData(120, 8)]
    [InlineData(600, 20)]
    public async Task Few_that_are_wanted_cost_few_calls(int wanted, int most)
    {
        var client = new PagedClient(PagedClient.Entries(4000));
        var reader = new DeadLetterReader(client, new CallContext());
        var listed = new List<DeadLetter>();

        await foreach (var part in reader.ListAsync("GID_a", null, WholeListing.Range, wanted, Cancellation))
        {
            listed.AddRange(part.Entries);
            if (listed.Count >= wanted) break;
        }

        Assert.Equal(Enumerable.Range(1, listed.Count).Select(i => $"M{i}"), listed.Select(e => e.MsgId));
        Assert.InRange(client.Queries.Count, 2, most);
    }

    [Fact]
    public async Task Who_wants_few_and_then_takes_all_gets_all()
    {
        var client = new PagedClient(PagedClient.Entries(4000));
        var reader = new DeadLetterReader(client, new CallContext());

        Assert.Equal(Enumerable.Range(1, 4000).Select(i => $"M{i}"), (await WholeListing.ListAsync(reader, wanted: 10)).Select(e => e.MsgId));
    }

    [Fact]
    public async Task More_in_one_ms_than_a_task_shows_is_named_and_all_else_is_listed()
    {
        var client = new QueueClient(QueueClient.At([.. Enumerable.Repeat(5000L, 2501), .. Enumerable.Range(0, 3000).Select(i => i * 4L)]));
        var reader = new DeadLetterReader(client, new CallContext());

        var listed = await WholeListing.ListAsync(reader, gap: new IncompleteRange("GID_a", new Window(5000, 5000).ToRange(), 50, 51));

        Assert.Equal(2500, listed.Count(e => e.StoreTimestamp == 5000));
        Assert.Equal(2999, listed.Count(e => e.StoreTimestamp != 5000));
        Assert.Equal(listed.Select(e => e.StoreTimestamp).Order(), listed.Select(e => e.StoreTimestamp));
    }

    [Fact]
    public async Task Of_too_many_in_one_ms_the_first_are_given_at_once_to_who_wants_few()
    {
        var client = new QueueClient(QueueClient.At(Enumerable.Repeat(5000L, 2600)));
        var reader = new DeadLetterReader(client, new CallContext());

        await foreach (var _ in reader.ListAsync("GID_a", null, WholeListing.Range, wanted: 10, Cancellation)) break;

        Assert.InRange(client.Queries.Count, 2, 4);
    }

    [Fact]
    public async Task An_entry_that_two_pages_show_is_given_once_and_two_rounds_of_a_message_twice()
    {
        var first = PagedClient.Entries(51);
        var again = new DeadLetter("M1", "GID_a", "MQ_INST_1", "cn-hangzhou", first[0].StoreTimestamp + 1);
        var client = new PagedClient([.. first, first[3], again]);
        var reader = new DeadLetterReader(client, new CallContext());

        var listed = await WholeListing.ListAsync(reader);

        Assert.Equal(52, listed.Count);
        Assert.Equal(2, listed.Count(e => e.MsgId == "M1"));
    }
}
