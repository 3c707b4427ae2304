using OnsDlq.Errors;
using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Listing;

/// <summary>Undocumented behaviour that the service may have: it forgets a task, omits the task ID or the number of pages, fails half-way.</summary>
public sealed class OddAnswerTests
{
    [Fact]
    public async Task A_task_that_is_forgotten_once_is_asked_for_again()
    {
        var client = new QueueClient(QueueClient.At(Enumerable.Range(0, 220).Select(i => i * 1000L))) { Forgets = call => call == 3 };
        var reader = new DeadLetterReader(client, new CallContext());

        var listed = await WholeListing.ListAsync(reader);

        Assert.Equal(Enumerable.Range(0, 220).Select(i => $"M{i}"), listed.Select(e => e.MsgId));
        Assert.InRange(client.Queries.Count, 7, 10);
        Assert.Equal(2, client.Queries.Count(q => q.TaskId is null));
    }

    [Fact]
    public async Task Pages_of_a_task_that_the_service_began_by_itself_are_not_mixed_with_those_before()
    {
        // The new task has one entry less before the third page, as after an expiry: its pages lack the entry on the border of two pages.
        var client = new PagedClient(PagedClient.Entries(220));
        client.Alter = page => page.CurrentPage == 3 && client.Queries.Count(q => q.TaskId is null) == 1
            ? page with { TaskId = "TASK-2", Entries = [.. page.Entries.Skip(1)] }
            : page;

        var listed = await WholeListing.ListAsync(new DeadLetterReader(client, new CallContext()));

        Assert.Equal(Enumerable.Range(1, 220).Select(i => $"M{i}"), listed.Select(e => e.MsgId));
        Assert.Equal(2, client.Queries.Count(q => q.TaskId is null));
    }

    [Fact]
    public async Task A_service_that_forgets_every_task_at_once_is_listed_page_by_page()
    {
        var client = new QueueClient(QueueClient.At(Enumerable.Range(0, 220).Select(i => i * 1000L))) { Forgets = _ => true };
        var reader = new DeadLetterReader(client, new CallContext());

        Assert.Equal(Enumerable.Range(0, 220).Select(i => $"M{i}"), (await WholeListing.ListAsync(reader)).Select(e => e.MsgId));
    }

    [Fact]
    public async Task A_later_page_that_is_refused_for_good_ends_the_listing_with_its_fault_and_what_there_was()
    {
        var client = new PagedClient(QueueClient.At(Enumerable.Repeat(5000L, 220)).ToArray())
        {
            Alter = page => page.CurrentPage < 4 ? page : throw PagedClient.Failure(ErrorId.InvalidParameter),
        };
        var listed = new List<DeadLetter>();

        var fault = await Assert.ThrowsAsync<ServiceException>(
            () => WholeListing.ListAsync(new DeadLetterReader(client, new CallContext()), listed: listed));

        Assert.Equal(ErrorId.InvalidParameter, fault.Id);
        Assert.InRange(listed.Count, 100, 150);
        Assert.InRange(client.Queries.Count(q => q.TaskId is null), 4, 80);
    }

    [Fact]
    public async Task A_task_that_grows_is_read_to_its_new_end()
    {
        var client = new PagedClient(PagedClient.Entries(150)) { Alter = page => page.CurrentPage == 1 ? page with { MaxPageCount = 2 } : page };
        var reader = new DeadLetterReader(client, new CallContext());

        Assert.Equal(150, (await WholeListing.ListAsync(reader)).Count);
    }

    [Fact]
    public async Task An_answer_that_leaves_out_the_page_count_does_not_end_the_listing()
    {
        var client = new PagedClient(PagedClient.Entries(150)) { Alter = page => page.CurrentPage == 2 ? page with { MaxPageCount = 0 } : page };
        var reader = new DeadLetterReader(client, new CallContext());

        Assert.Equal(150, (await WholeListing.ListAsync(reader)).Count);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 5)]
    [InlineData(1, 5)]
    [InlineData(3, 5)]
    public async Task A_page_that_comes_empty_though_it_is_one_of_several_is_asked_for_anew(int empty, int times)
    {
        var client = new PagedClient(PagedClient.Entries(150));
        client.Alter = page => page.CurrentPage == empty && page.MaxPageCount == 3 && times-- > 0 ? page with { Entries = [] } : page;

        var listed = await WholeListing.ListAsync(new DeadLetterReader(client, new CallContext()));

        Assert.Equal(Enumerable.Range(1, 150).Select(i => $"M{i}"), listed.Select(e => e.MsgId));
    }

    [Fact]
    public async Task A_first_page_that_is_asked_for_anew_and_comes_of_another_task_is_not_mixed_with_the_old_ones()
    {
        var client = new PagedClient(PagedClient.Entries(150));
        client.Alter = page => client.Queries.Count switch
        {
            _ when page is not { MaxPageCount: 3, CurrentPage: 1 } => page,
            var calls when client.Queries.Take(calls).Count(q => q.TaskId is null) > 2 => page,
            _ when client.Queries[^1].TaskId is null => page with { Entries = [] },
            _ => page with { TaskId = "TASK-2", Entries = [.. page.Entries.Skip(1)] },
        };

        var listed = await WholeListing.ListAsync(new DeadLetterReader(client, new CallContext()));

        Assert.Equal(Enumerable.Range(1, 150).Select(i => $"M{i}"), listed.Select(e => e.MsgId));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_page_that_is_always_empty_is_avoided_by_windows_of_one_page(int empty)
    {
        var client = new PagedClient(PagedClient.Entries(150));
        client.Alter = page => page.CurrentPage == empty && page.MaxPageCount > 1 ? page with { Entries = [] } : page;

        var listed = await WholeListing.ListAsync(new DeadLetterReader(client, new CallContext()));

        Assert.Equal(Enumerable.Range(1, 150).Select(i => $"M{i}"), listed.Select(e => e.MsgId));
    }

    [Fact]
    public async Task A_page_of_one_ms_that_stays_empty_is_reported_and_all_others_are_listed()
    {
        var client = new PagedClient(QueueClient.At(Enumerable.Repeat(5000L, 220)).ToArray())
        {
            Alter = page => page.CurrentPage == 2 ? page with { Entries = [] } : page,
        };
        var reader = new DeadLetterReader(client, new CallContext());

        var listed = await WholeListing.ListAsync(reader, gap: new IncompleteRange("GID_a", new Window(5000, 5000).ToRange(), 4, 5));

        Assert.Equal(170, listed.Count);
        Assert.InRange(client.Queries.Count, 7, 250);
    }

    [Fact]
    public async Task A_single_page_without_an_entry_says_that_there_is_none()
    {
        var client = new PagedClient { Alter = page => page with { MaxPageCount = 1, TaskId = "TASK" } };

        Assert.Empty(await WholeListing.ListAsync(new DeadLetterReader(client, new CallContext())));
        Assert.InRange(client.Queries.Count, 1, 20);
    }

    [Fact]
    public async Task A_service_that_counts_one_page_too_many_where_pages_are_full_is_listed_as_a_whole()
    {
        var client = new PagedClient(PagedClient.Entries(100));
        client.Alter = page => page.Entries.Count is 0 or 50 ? page with { TaskId = "TASK", MaxPageCount = page.MaxPageCount + 1 } : page;

        Assert.Equal(100, (await WholeListing.ListAsync(new DeadLetterReader(client, new CallContext()))).Count);
    }

    [Fact]
    public async Task Without_a_task_to_ask_for_more_pages_windows_of_one_page_are_listed()
    {
        var client = new PagedClient(PagedClient.Entries(130)) { Alter = page => page with { TaskId = null } };
        var reader = new DeadLetterReader(client, new CallContext());

        Assert.Equal(Enumerable.Range(1, 130).Select(i => $"M{i}"), (await WholeListing.ListAsync(reader)).Select(e => e.MsgId));
    }

    [Fact]
    public async Task More_pages_of_one_ms_without_a_task_to_ask_for_them_are_reported()
    {
        var client = new PagedClient(QueueClient.At(Enumerable.Repeat(5000L, 51)).ToArray()) { Alter = page => page with { TaskId = null } };
        var reader = new DeadLetterReader(client, new CallContext());

        var listed = await WholeListing.ListAsync(reader, gap: new IncompleteRange("GID_a", new Window(5000, 5000).ToRange(), 1, 2));

        Assert.Equal(50, listed.Count);
    }

    [Fact]
    public async Task A_page_that_fails_ends_the_listing_with_its_fault()
    {
        var client = new PagedClient(PagedClient.Entries(60))
        {
            Alter = page => page.CurrentPage == 1 ? page : throw PagedClient.Failure(ErrorId.Throttled),
        };
        var listed = new List<DeadLetter>();

        var fault = await Assert.ThrowsAsync<ServiceException>(
            () => WholeListing.ListAsync(new DeadLetterReader(client, new CallContext()), listed: listed));

        Assert.Equal(ErrorId.Throttled, fault.Id);
        Assert.Equal(50, listed.Count);
    }
}
