using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Contract;

public abstract partial class JournalContract
{
    [Fact]
    public async Task A_message_never_seen_has_no_history() =>
        Assert.Equivalent(MessageHistory.None(Sample.Key()), await ReadAsync(Sample.Key()), strict: true);

    [Fact]
    public async Task Histories_come_in_the_order_asked_for_and_each_has_its_own_attempts()
    {
        await ClaimAsync("a1", 0, Sample.Key(1));
        await ClaimAsync("a3", 0, Sample.Key(3));

        var histories = await Journal.ReadAsync([Sample.Key(3), Sample.Key(2), Sample.Key(1), Sample.Key(3)], Stop);

        Assert.Equal([Sample.Key(3), Sample.Key(2), Sample.Key(1), Sample.Key(3)], histories.Select(history => history.Key));
        Assert.Equal(["a3", "", "a1", "a3"], histories.Select(history => history.Attempts.SingleOrDefault()?.AttemptId ?? ""));
        Assert.Empty(await Journal.ReadAsync([], Stop));
    }

    [Fact]
    public async Task Attempts_come_oldest_first()
    {
        for (var number = 0; number < 12; number++)
        {
            var history = await ReadAsync(Sample.Key());

            // A later attempt may have an earlier time and a smaller ID: neither defines the order.
            Assert.True(await ClaimAsync($"a{99 - number}", history.Version, at: -number));
            await SettleAsync($"a{99 - number}", ResendStatus.Rejected);
        }

        Assert.Equal(
            Enumerable.Range(0, 12).Select(number => $"a{99 - number}"),
            (await ReadAsync(Sample.Key())).Attempts.Select(attempt => attempt.AttemptId));
    }

    [Fact]
    public async Task What_was_recorded_under_another_name_of_the_service_belongs_to_the_message()
    {
        var (today, earlier) = (Sample.Key() with { Realm = "127.0.0.1:5000" }, Sample.Key() with { Realm = "localhost:5000", InstanceId = "mq_inst_1" });
        await ClaimAsync("a1", 0, earlier, at: 5);
        await SettleAsync("a1", ResendStatus.Accepted, at: 6);
        await ClaimAsync("a2", 0, today, at: 7);
        await Journal.BlockAsync(earlier, new("by hand", "kim@box", Sample.Start, null), Stop);

        var history = await ReadAsync(today);

        Assert.Equal(["a1", "a2"], history.Attempts.Select(attempt => attempt.AttemptId));
        Assert.Equal((today, 1L, "by hand"), (history.Key, history.Version, history.Block!.Reason));
        Assert.Equal([3L, 1L], history.Attempts.Select(history.VersionOf));
        Assert.Equal(["a1"], (await ReadAsync(earlier)).Attempts.Select(attempt => attempt.AttemptId));
        Assert.Equal(["a2", "a1"], Ids(await QueryAsync(new() { Realm = today.Realm })));

        await Journal.BlockAsync(today, null, Stop);
        Assert.Null((await ReadAsync(today)).Block);
    }

    [Theory]
    [InlineData("cn-beijing", "MQ_INST_1", "GID_orders", "0AF1")]
    [InlineData("cn-hangzhou", "MQ_INST_2", "GID_orders", "0AF1")]
    [InlineData("cn-hangzhou", "", "GID_orders", "0AF1")]
    [InlineData("cn-hangzhou", "MQ_INST_1", "GID_order", "0AF1")]
    [InlineData("cn-hangzhou", "MQ_INST_1", "GID_orders", "0AF2")]
    public async Task Another_key_is_another_message(string realm, string instance, string group, string msgId)
    {
        await ClaimAsync("a1", 0, new("cn-hangzhou", "MQ_INST_1", "GID_orders", "0AF1"));

        Assert.Equal(0, (await ReadAsync(new(realm, instance, group, msgId))).Version);
        Assert.True(await ClaimAsync("a2", 0, new(realm, instance, group, msgId)));
    }

    [Theory]
    [InlineData("MQ_INST_1", "GID_orders", "0aF1")]
    [InlineData("MQ_INST_1", "gid_ORDERS", "0af1")]
    [InlineData("mq_inst_1", "GID_orders", "0af1")]
    public async Task Two_spellings_of_an_ID_in_upper_and_lower_case_are_one(string instance, string group, string msgId)
    {
        await ClaimAsync("a1", 0, new("cn-hangzhou", "MQ_INST_1", "GID_orders", "0af1"));
        var other = new MessageKey("cn-hangzhou", instance, group, msgId);

        Assert.Single((await ReadAsync(other)).Attempts);
        Assert.False(await ClaimAsync("a2", 0, other));
        Assert.Equal(["a1"], Ids(await QueryAsync(new() { InstanceId = instance, GroupId = group, MsgIds = [msgId] })));
    }

    [Fact]
    public async Task Entries_are_kept_once_each_ascending()
    {
        await Journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")) { EntriesSeen = [300, 100, 300] }, Stop);
        await SettleAsync("a1", ResendStatus.Rejected);
        await Journal.ClaimAsync(new(Sample.Key(), 2, Sample.Attempt("a2")) { EntriesSeen = [200, 100] }, Stop);
        await Journal.ClaimAsync(new(Sample.Key(2), 0, Sample.Attempt("a3")) { EntriesSeen = [7] }, Stop);

        Assert.Equal([100, 200, 300], (await ReadAsync(Sample.Key())).EntriesSeen);
        Assert.Equal([7], (await ReadAsync(Sample.Key(2))).EntriesSeen);
    }

    [Fact]
    public async Task A_block_is_kept_changed_and_taken_away_and_raises_the_version()
    {
        var forGood = new MessageBlock("paid by hand", "kim@box", Sample.At(0), null);
        var forAWhile = new MessageBlock("wait for the fix", "lee@box", Sample.At(1), Sample.At(3600));

        await Journal.BlockAsync(Sample.Key(), forGood, Stop);
        var first = await ReadAsync(Sample.Key());
        await Journal.BlockAsync(Sample.Key(), forAWhile, Stop);
        var second = await ReadAsync(Sample.Key());
        await Journal.BlockAsync(Sample.Key(), null, Stop);
        var third = await ReadAsync(Sample.Key());

        Assert.Equal((forGood, forAWhile, null), (first.Block, second.Block, third.Block));
        Assert.Equal([1L, 2, 3], [first.Version, second.Version, third.Version]);
        Assert.Null((await ReadAsync(Sample.Key(2))).Block);
    }

    [Fact]
    public async Task Who_decided_before_a_block_does_not_claim_after_it()
    {
        var decidedOn = (await ReadAsync(Sample.Key())).Version;
        await Journal.BlockAsync(Sample.Key(), new("handled", "kim@box", Sample.At(0), null), Stop);

        Assert.False(await ClaimAsync("a1", decidedOn));
    }

    [Fact]
    public async Task Another_journal_on_the_same_place_sees_what_was_written_at_once()
    {
        await using var other = await OpenAsync(Stop);
        Assert.Equal(0, Assert.Single(await other.ReadAsync([Sample.Key()], Stop)).Version);

        await ClaimAsync("a1", 0);

        Assert.Single(Assert.Single(await other.ReadAsync([Sample.Key()], Stop)).Attempts);
    }
}
