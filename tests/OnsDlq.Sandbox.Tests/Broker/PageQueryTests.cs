using System.Diagnostics;
using OnsDlq.Sandbox.Broker;

namespace OnsDlq.Sandbox.Tests.Broker;

public sealed class PageQueryTests
{
    private readonly BrokerBench _bench = new();

    [Fact]
    public void A_range_includes_both_of_its_ends_and_nothing_beyond()
    {
        var ids = new[] { 4.0, 3, 2, 1 }.Select(minutes => _bench.AddOne(minutes)).ToArray();

        Assert.Equal([ids[1], ids[2]], BrokerBench.Ids(_bench.Page(begin: _bench.Ago(3), end: _bench.Ago(2))));
        Assert.Equal([ids[2]], BrokerBench.Ids(_bench.Page(begin: _bench.Ago(3) + 1, end: _bench.Ago(2))));
        Assert.Equal([ids[1]], BrokerBench.Ids(_bench.Page(begin: _bench.Ago(3), end: _bench.Ago(2) - 1)));
    }

    [Fact]
    public void A_page_holds_twenty_unless_another_size_is_asked_for()
    {
        _bench.AddBatch(101, 60, 1);

        var page = _bench.Page();

        Assert.Equal(20, BrokerBench.Ids(page).Length);
        Assert.Equal(6, (int)page["MaxPageCount"]!);
        Assert.Equal(1, (int)page["CurrentPage"]!);
        Assert.Equal(3, (int)_bench.Page(size: 50)["MaxPageCount"]!);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(1, 51)]
    [InlineData(0, 20)]
    [InlineData(51, 5)]
    [InlineData(-1, 20)]
    [InlineData(4, 50)]
    public void A_page_number_or_size_out_of_bounds_is_refused(int page, int size)
    {
        _bench.AddBatch(101, 60, 1);

        Assert.Equal("BIZ_FIELD_CHECK_INVALID", BrokerBench.Refusal(() => _bench.Page(page, size)));
    }

    [Fact]
    public void Messages_beyond_the_fiftieth_page_are_counted_and_cannot_be_reached()
    {
        _bench.AddBatch(300, 60, 1);

        var first = _bench.Page(size: 5);

        Assert.Equal(60, (int)first["MaxPageCount"]!);
        Assert.Equal(5, BrokerBench.Ids(_bench.Page(50, taskId: (string)first["TaskId"]!)).Length);
        Assert.Equal("BIZ_FIELD_CHECK_INVALID", BrokerBench.Refusal(() => _bench.Page(51, taskId: (string)first["TaskId"]!)));
    }

    [Fact]
    public void A_task_keeps_the_range_and_page_size_it_began_with()
    {
        _bench.AddBatch(30, 60, 1);
        var task = (string)_bench.Page(size: 10)["TaskId"]!;

        var page = _bench.Page(2, size: 49, taskId: task, begin: 5, end: 1);

        Assert.Equal(10, BrokerBench.Ids(page).Length);
        Assert.Equal(task, (string)page["TaskId"]!);
        Assert.Equal(3, (int)page["MaxPageCount"]!);
    }

    [Fact]
    public void What_is_stored_while_a_task_is_read_does_not_move_its_pages()
    {
        var ids = _bench.AddBatch(30, 60, 30);
        var task = (string)_bench.Page(size: 10)["TaskId"]!;
        _bench.AddBatch(500, 100, 90);
        _bench.AddBatch(500, 50, 40);
        _bench.AddBatch(500, 20, 10);

        Assert.Equal(ids[10..20], BrokerBench.Ids(_bench.Page(2, taskId: task)));
        Assert.Equal(ids[20..], BrokerBench.Ids(_bench.Page(3, taskId: task)));
    }

    [Fact]
    public void A_task_is_forgotten_five_minutes_after_its_last_use()
    {
        _bench.AddBatch(30, 60, 30);
        var task = (string)_bench.Page(size: 10)["TaskId"]!;
        _bench.Advance(QueryTasks.Lifetime);
        _bench.Page(2, taskId: task);
        _bench.Advance(QueryTasks.Lifetime);
        _bench.Page(3, taskId: task);
        _bench.Advance(QueryTasks.Lifetime + TimeSpan.FromMilliseconds(1));

        Assert.Equal("BIZ_FIELD_CHECK_INVALID", BrokerBench.Refusal(() => _bench.Page(2, taskId: task)));
    }

    [Fact]
    public void An_unknown_task_begins_a_new_one_when_so_set()
    {
        _bench.AddBatch(30, 60, 30);
        Assert.Equal("BIZ_FIELD_CHECK_INVALID", BrokerBench.Refusal(() => _bench.Page(2, taskId: "NONE")));
        _bench.Broker.Listing = new ListingBehaviour { RenewsTask = true };

        var page = _bench.Page(2, size: 10, taskId: "NONE");

        Assert.Equal(10, BrokerBench.Ids(page).Length);
        Assert.NotEqual("NONE", (string)page["TaskId"]!);
    }

    [Fact]
    public void Every_third_query_finds_its_task_forgotten_when_so_set()
    {
        _bench.AddBatch(50, 60, 30);
        _bench.Broker.Listing = new ListingBehaviour { ForgetEvery = 3 };
        var task = (string)_bench.Page(size: 10)["TaskId"]!;
        Assert.Equal(10, BrokerBench.Ids(_bench.Page(2, taskId: task)).Length);
        Assert.Equal(10, BrokerBench.Ids(_bench.Page(3, taskId: task)).Length);

        Assert.Equal("BIZ_FIELD_CHECK_INVALID", BrokerBench.Refusal(() => _bench.Page(4, taskId: task)));

        Assert.Equal("BIZ_FIELD_CHECK_INVALID", BrokerBench.Refusal(() => _bench.Page(4, taskId: task)));
        Assert.Equal(10, BrokerBench.Ids(_bench.Page(2, taskId: (string)_bench.Page(size: 10)["TaskId"]!)).Length);
    }

    [Fact]
    public void Every_third_query_of_a_task_is_answered_without_its_entries_when_so_set()
    {
        _bench.AddBatch(50, 60, 30);
        _bench.Broker.Listing = new ListingBehaviour { EmptyEvery = 3 };
        var task = (string)_bench.Page(size: 10)["TaskId"]!;

        var pages = Enumerable.Range(2, 4).Select(page => _bench.Page(page, taskId: task)).ToList();

        Assert.Equal([10, 10, 0, 10], pages.Select(page => BrokerBench.Ids(page).Length));
        Assert.All(pages, page => Assert.Equal(5, (int)page["MaxPageCount"]!));
    }

    [Fact]
    public void A_task_of_another_group_is_unknown()
    {
        _bench.AddBatch(30, 60, 30);
        _bench.Add("{'instanceId':'MQ_INST_1_TEST','groupId':'GID_other','topic':'orders'}");
        var task = (string)_bench.Page(size: 10)["TaskId"]!;

        Assert.Equal("BIZ_FIELD_CHECK_INVALID", BrokerBench.Refusal(() => _bench.Call("OnsDLQMessagePageQueryByGroupId",
            ("GroupId", "GID_other"), ("BeginTime", "0"), ("EndTime", "1"), ("CurrentPage", "1"), ("TaskId", task))));
    }

    [Fact]
    public void Of_too_many_tasks_the_one_used_longest_ago_is_forgotten()
    {
        _bench.AddBatch(30, 60, 30);
        var first = (string)_bench.Page(size: 10)["TaskId"]!;
        _bench.Advance(TimeSpan.FromMilliseconds(1));
        var second = (string)_bench.Page(size: 10)["TaskId"]!;
        _bench.Advance(TimeSpan.FromMilliseconds(1));
        for (var i = 0; i < QueryTasks.Most - 1; i++)
        {
            _bench.Page(size: 10);
        }

        Assert.Equal("BIZ_FIELD_CHECK_INVALID", BrokerBench.Refusal(() => _bench.Page(2, taskId: first)));
        Assert.Equal(10, BrokerBench.Ids(_bench.Page(2, taskId: second)).Length);
    }

    [Fact]
    public void A_range_that_holds_nothing_is_an_error_or_an_empty_list()
    {
        _bench.AddOne(10);
        Assert.Equal("BIZ_NO_MESSAGE", BrokerBench.Refusal(() => _bench.Page(end: 5)));
        _bench.Broker.Listing = new ListingBehaviour { EmptyList = true };

        var page = _bench.Page(end: 5);

        Assert.Empty(BrokerBench.Ids(page));
        Assert.Equal(0, (int)page["MaxPageCount"]!);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(10)]
    public void Short_pages_and_another_order_lose_no_message(int shortBy)
    {
        foreach (var count in new[] { 1, 9, 10, 11, 17, 18, 20, 21, 49, 50 })
        {
            var bench = new BrokerBench();
            var ids = bench.AddBatch(count, 60, 30);
            bench.Broker.Listing = new ListingBehaviour { ShortBy = shortBy, NewestFirst = true };

            Assert.Equal(ids.Reverse(), bench.All(10).Select(message => (string)message["MsgId"]!));
        }
    }

    [Fact]
    public void Every_second_page_is_shorter_when_so_set()
    {
        _bench.AddBatch(40, 60, 30);
        _bench.Broker.Listing = new ListingBehaviour { ShortBy = 4 };

        var first = _bench.Page(size: 10);
        var task = (string)first["TaskId"]!;

        Assert.Equal(10, BrokerBench.Ids(first).Length);
        Assert.Equal(6, BrokerBench.Ids(_bench.Page(2, taskId: task)).Length);
        Assert.Equal(10, BrokerBench.Ids(_bench.Page(3, taskId: task)).Length);
        Assert.Equal(5, (int)first["MaxPageCount"]!);
    }

    [Fact]
    public void A_dead_letter_expires_three_days_after_it_was_stored()
    {
        var id = _bench.AddOne(0);
        _bench.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMilliseconds(1));
        Assert.Equal([id], BrokerBench.Ids(_bench.Page()));

        _bench.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("BIZ_NO_MESSAGE", BrokerBench.Refusal(() => _bench.Page()));
        Assert.Equal("BIZ_NO_MESSAGE", BrokerBench.Refusal(() => _bench.Get(id)));
        Assert.Equal("BIZ_NO_MESSAGE", BrokerBench.Refusal(() => _bench.Resend(id)));
        Assert.Equal(0, _bench.Deliveries(id));
    }

    [Fact]
    public void Begin_after_end_is_refused() =>
        Assert.Equal("BIZ_FIELD_CHECK_INVALID", BrokerBench.Refusal(() =>
        {
            _bench.AddOne(1);
            _bench.Page(begin: 10, end: 9);
        }));

    [Fact]
    public void A_million_entries_are_added_and_paged_without_being_written_out()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        _bench.Broker.Add([new SeedItem
        {
            InstanceId = BrokerBench.Instance,
            GroupId = BrokerBench.Group,
            Topic = "orders",
            Count = 1_000_000,
            From = _bench.Ago(3000),
            To = _bench.Ago(1),
        }]);
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        var task = (string)_bench.Page(size: 50)["TaskId"]!;
        for (var page = 2; page <= 50; page++)
        {
            Assert.Equal(50, BrokerBench.Ids(_bench.Page(page, taskId: task)).Length);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms, {kept / 1_000_000} MB");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
        Assert.True(kept < 200_000_000, $"{kept} bytes");
    }
}
