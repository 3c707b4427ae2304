using OnsDlq.Listing;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Listing;

public sealed class DeadLetterReaderTests
{
    private static readonly TimeRange Range = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(3));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(50, 1)]
    [InlineData(51, 2)]
    [InlineData(2500, 50)]
    public async Task All_pages_of_a_task_are_listed_with_no_call_too_many(int entries, int calls)
    {
        var client = new PagedClient(PagedClient.Entries(entries));
        var reader = new DeadLetterReader(client, new CallContext());

        var listed = await reader.ListAsync("GID_a", "MQ_INST_1", Range, Cancellation).SelectMany(page => page).ToListAsync(Cancellation);

        Assert.Equal(Enumerable.Range(1, entries).Select(i => $"M{i}"), listed.Select(e => e.MsgId));
        Assert.Equal(Enumerable.Range(1, calls), client.Queries.Select(q => q.CurrentPage));
        Assert.All(client.Queries, q => Assert.Equal(("GID_a", "MQ_INST_1", Range.Begin, Range.End, 50), (q.GroupId, q.InstanceId, q.BeginTime, q.EndTime, q.PageSize)));
        Assert.Equal([null, .. Enumerable.Repeat("TASK", calls - 1)], client.Queries.Select(q => q.TaskId));
        Assert.Empty(reader.Incomplete);
    }

    [Fact]
    public async Task Each_page_is_given_before_the_next_is_asked_for()
    {
        var client = new PagedClient(PagedClient.Entries(120));
        var reader = new DeadLetterReader(client, new CallContext());

        await using var listing = reader.ListAsync("GID_a", null, Range, Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await listing.MoveNextAsync());
        Assert.Equal(50, listing.Current.Count);

        Assert.Single(client.Queries);
    }

    [Fact]
    public async Task More_pages_than_can_be_asked_for_are_reported_and_never_called_complete()
    {
        var client = new PagedClient(PagedClient.Entries(2501));
        var reader = new DeadLetterReader(client, new CallContext());

        var listed = await reader.ListAsync("GID_a", null, Range, Cancellation).SelectMany(page => page).ToListAsync(Cancellation);

        Assert.Equal(2500, listed.Count);
        Assert.Equal(50, client.Queries.Count);
        Assert.Equal(new IncompleteRange("GID_a", Range, 50, 51), Assert.Single(reader.Incomplete));
    }

    [Fact]
    public async Task A_task_that_grows_is_read_to_its_new_end()
    {
        var client = new PagedClient(PagedClient.Entries(150)) { Alter = page => page.CurrentPage == 1 ? page with { MaxPageCount = 2 } : page };
        var reader = new DeadLetterReader(client, new CallContext());

        Assert.Equal(150, (await reader.ListAsync("GID_a", null, Range, Cancellation).SelectMany(page => page).ToListAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task An_answer_that_leaves_out_the_page_count_does_not_end_the_listing()
    {
        var client = new PagedClient(PagedClient.Entries(150)) { Alter = page => page.CurrentPage == 2 ? page with { MaxPageCount = 0 } : page };
        var reader = new DeadLetterReader(client, new CallContext());

        Assert.Equal(150, (await reader.ListAsync("GID_a", null, Range, Cancellation).SelectMany(page => page).ToListAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task An_empty_page_in_the_middle_does_not_end_the_listing()
    {
        var client = new PagedClient(PagedClient.Entries(150)) { Alter = page => page.CurrentPage == 2 ? page with { Entries = [] } : page };
        var reader = new DeadLetterReader(client, new CallContext());

        Assert.Equal(100, (await reader.ListAsync("GID_a", null, Range, Cancellation).SelectMany(page => page).ToListAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task More_pages_without_a_task_to_ask_for_them_are_reported()
    {
        var client = new PagedClient(PagedClient.Entries(51)) { Alter = page => page with { TaskId = null } };
        var reader = new DeadLetterReader(client, new CallContext());

        Assert.Equal(50, (await reader.ListAsync("GID_a", null, Range, Cancellation).SelectMany(page => page).ToListAsync(Cancellation)).Count);
        Assert.Equal(new IncompleteRange("GID_a", Range, 1, 2), Assert.Single(reader.Incomplete));
    }

    [Fact]
    public async Task An_entry_that_two_pages_show_is_given_once_and_two_rounds_of_a_message_twice()
    {
        var first = PagedClient.Entries(51);
        var again = new DeadLetter("M1", "GID_a", "MQ_INST_1", "cn-hangzhou", first[0].StoreTimestamp + 1);
        var client = new PagedClient([.. first, first[3], again]);
        var reader = new DeadLetterReader(client, new CallContext());

        var listed = await reader.ListAsync("GID_a", null, Range, Cancellation).SelectMany(page => page).ToListAsync(Cancellation);

        Assert.Equal(52, listed.Count);
        Assert.Equal(2, listed.Count(e => e.MsgId == "M1"));
    }

    [Fact]
    public async Task A_page_that_fails_ends_the_listing_with_its_fault()
    {
        var client = new PagedClient(PagedClient.Entries(60))
        {
            Alter = page => page.CurrentPage == 1 ? page : throw PagedClient.Failure(ServiceFault.Throttled),
        };
        var reader = new DeadLetterReader(client, new CallContext());
        var listed = 0;

        var fault = await Assert.ThrowsAsync<ServiceException>(async () =>
        {
            await foreach (var page in reader.ListAsync("GID_a", null, Range, Cancellation)) listed += page.Count;
        });

        Assert.Equal(ServiceFault.Throttled, fault.Fault);
        Assert.Equal(50, listed);
    }

    [Fact]
    public void A_range_that_is_left_open_ends_now_and_begins_three_days_before_its_end()
    {
        var now = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(8));
        var day = TimeSpan.FromDays(1);

        Assert.Equal(new TimeRange(now - 3 * day, now), TimeRange.Of(null, null, now));
        Assert.Equal(new TimeRange(now - day, now), TimeRange.Of(now - day, null, now));
        Assert.Equal(new TimeRange(now - 8 * day, now - 5 * day), TimeRange.Of(null, now - 5 * day, now));
        Assert.Equal(new TimeRange(DateTimeOffset.MinValue, DateTimeOffset.MinValue), TimeRange.Of(null, DateTimeOffset.MinValue, now));
        Assert.True(TimeRange.Of(now + day, null, now).IsReversed);
        Assert.False(TimeRange.Of(now, now, now).IsReversed);
    }

    [Fact]
    public void A_range_is_named_with_its_offsets()
    {
        var begin = new DateTimeOffset(2026, 3, 4, 5, 6, 7, 8, TimeSpan.FromHours(8));

        Assert.Equal("2026-03-04 05:06:07.008 +08:00 to 2026-03-04 06:06:07.008 +08:00", new TimeRange(begin, begin.AddHours(1)).ToString());
    }
}
