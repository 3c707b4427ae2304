using OnsDlq.Journal.Tests.Samples;

namespace OnsDlq.Journal.Tests.Contract;

public abstract partial class JournalContract
{
    private static readonly BookmarkKey Alert = new("cn-hangzhou", "MQ_INST_1", "GID_orders", "alert", "");

    [Fact]
    public async Task A_bookmark_is_made_moved_and_read_with_what_it_has_seen()
    {
        Assert.Null(await Journal.ReadBookmarkAsync(Alert, Stop));

        Assert.True(await MoveAsync(Alert, 0, 10, "a b"));
        Assert.Equal(new Bookmark(1, Sample.At(10), "a b"), await Journal.ReadBookmarkAsync(Alert, Stop));

        Assert.True(await MoveAsync(Alert, 1, 5, ""));
        Assert.Equal(new Bookmark(2, Sample.At(5), ""), await Journal.ReadBookmarkAsync(Alert, Stop));
    }

    [Fact]
    public async Task A_bookmark_that_was_moved_meanwhile_stays_where_it_is()
    {
        Assert.False(await MoveAsync(Alert, 1, 10));
        Assert.True(await MoveAsync(Alert, 0, 10));
        Assert.False(await MoveAsync(Alert, 0, 20));
        Assert.False(await MoveAsync(Alert, 2, 20));

        Assert.Equal(new Bookmark(1, Sample.At(10), "seen"), await Journal.ReadBookmarkAsync(Alert, Stop));
    }

    [Fact]
    public async Task Of_many_who_move_one_bookmark_at_once_one_succeeds()
    {
        foreach (var version in Enumerable.Range(0, 3))
        {
            var moved = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => MoveAsync(Alert, version, number), Stop)));

            Assert.Single(moved, true);
            Assert.Equal(version + 1, (await Journal.ReadBookmarkAsync(Alert, Stop))!.Version);
        }
    }

    [Fact]
    public async Task A_bookmark_is_of_its_service_instance_group_name_and_filters()
    {
        BookmarkKey[] others =
        [
            Alert with { Realm = "cn-beijing" }, Alert with { InstanceId = "" }, Alert with { GroupId = "GID_other" },
            new(Alert.Realm, Alert.InstanceId, Alert.GroupId, "other", ""), Alert with { Filters = "f1" },
        ];
        Assert.True(await MoveAsync(Alert, 0, 10));

        foreach (var other in others)
        {
            Assert.Null(await Journal.ReadBookmarkAsync(other, Stop));
            Assert.True(await MoveAsync(other, 0, 20));
        }

        Assert.Equal(Sample.At(10), (await Journal.ReadBookmarkAsync(Alert, Stop))!.Until);
        Assert.Equal(6, (await Journal.ReadBookmarksAsync(Stop)).Count);
    }

    [Fact]
    public async Task A_bookmark_is_found_in_any_case_of_its_name_instance_and_group()
    {
        await MoveAsync(Alert, 0, 10);

        var spelled = new BookmarkKey(Alert.Realm, "mq_inst_1", "gid_ORDERS", "Alert", "");

        Assert.Equal(1, (await Journal.ReadBookmarkAsync(spelled, Stop))!.Version);
        Assert.False(await MoveAsync(spelled, 0, 20));
        Assert.True(await MoveAsync(spelled, 1, 20));
        Assert.Single(await Journal.ReadBookmarksAsync(Stop));
    }

    [Fact]
    public async Task Bookmarks_are_read_by_name_and_group_with_their_times()
    {
        await MoveAsync(new("cn-hangzhou", "MQ_INST_1", "GID_a", "mail", ""), 0, 30);
        await MoveAsync(Alert, 0, 10);
        await MoveAsync(Alert with { GroupId = "GID_a" }, 0, 20);

        Assert.Equal(
            [("alert", "GID_a", Sample.At(20)), ("alert", "GID_orders", Sample.At(10)), ("mail", "GID_a", Sample.At(30))],
            (await Journal.ReadBookmarksAsync(Stop)).Select(one => (one.Key.Name, one.Key.GroupId, one.Until)));
    }

    [Fact]
    public async Task A_bookmark_that_another_user_of_the_journal_moved_is_read()
    {
        await using var other = await OpenAsync(Stop);
        Assert.True(await other.MoveBookmarkAsync(Alert, 0, Sample.At(10), new string('x', 3_000_000), Stop));

        var read = await Journal.ReadBookmarkAsync(Alert, Stop);

        Assert.Equal((1, 3_000_000), (read!.Version, read.Seen.Length));
        Assert.False(await MoveAsync(Alert, 0, 20));
    }

    private Task<bool> MoveAsync(BookmarkKey key, long version, double until, string seen = "seen") =>
        Journal.MoveBookmarkAsync(key, version, Sample.At(until), seen, Stop);
}
