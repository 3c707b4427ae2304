using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Contract;

public abstract partial class JournalContract
{
    private static readonly QueueKey Orders = QueueKey.Of(Sample.Key());

    [Fact]
    public async Task A_canary_is_kept_whole_and_found_by_its_group_alone()
    {
        var canary = CanaryOf("c1", size: 7);

        Assert.True(await Journal.BeginCanaryAsync(canary, Stop));

        Assert.Equal(canary, await Journal.FindCanaryAsync(Orders, Stop));
        Assert.NotNull(await Journal.FindCanaryAsync(Orders with { GroupId = "gid_ORDERS", InstanceId = "mq_inst_1" }, Stop));
        Assert.Null(await Journal.FindCanaryAsync(Orders with { GroupId = "GID_other" }, Stop));
        Assert.Null(await Journal.FindCanaryAsync(Orders with { Realm = "cn-beijing" }, Stop));
    }

    [Fact]
    public async Task A_group_has_one_open_canary_however_many_begin_one_at_once()
    {
        var begun = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Journal.BeginCanaryAsync(CanaryOf($"c{number}"), Stop)));

        Assert.Single(begun, true);
        Assert.True(await Journal.BeginCanaryAsync(CanaryOf("other") with { Queue = Orders with { GroupId = "GID_other" } }, Stop));
    }

    [Fact]
    public async Task A_canary_is_continued_while_it_is_open_and_ends_once()
    {
        await Journal.BeginCanaryAsync(CanaryOf("c1"), Stop);
        Assert.True(await Journal.ContinueCanaryAsync("c1", 5, Sample.At(900), Stop));
        Assert.True(await Journal.EndCanaryAsync("c1", CanaryState.Failed, Sample.At(99), "1 of 5 came back", Stop));

        Assert.False(await Journal.ContinueCanaryAsync("c1", 6, Sample.At(901), Stop));
        Assert.False(await Journal.EndCanaryAsync("c1", CanaryState.Passed, Sample.At(100), "", Stop));
        Assert.False(await Journal.EndCanaryAsync("nobody's", CanaryState.Passed, Sample.At(100), "", Stop));

        var ended = CanaryOf("c1", size: 5) with { Deadline = Sample.At(900), State = CanaryState.Failed, EndedAt = Sample.At(99), Seen = "1 of 5 came back" };
        Assert.Equal(ended, await Journal.FindCanaryAsync(Orders, Stop));
        Assert.True(await Journal.BeginCanaryAsync(CanaryOf("c2"), Stop));
        Assert.Equal("c2", (await Journal.FindCanaryAsync(Orders, Stop))!.CanaryId);
    }

    [Fact]
    public async Task A_canary_begins_in_a_run_of_the_journal_and_under_an_ID_of_its_own()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Journal.BeginCanaryAsync(CanaryOf("c1") with { RunId = "nobody's" }, Stop));
        await Journal.BeginCanaryAsync(CanaryOf("c1"), Stop);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Journal.BeginCanaryAsync(CanaryOf("c1") with { Queue = Orders with { GroupId = "GID_other" } }, Stop));
    }

    [Fact]
    public async Task A_canary_takes_as_many_claims_as_its_size_and_those_proven_not_executed_leave_room()
    {
        await Journal.BeginCanaryAsync(CanaryOf("c1", size: 2), Stop);
        Assert.True(await ClaimForAsync("c1", 1));
        Assert.True(await ClaimForAsync("c1", 2));
        await Assert.ThrowsAsync<CanaryClosedException>(() => ClaimForAsync("c1", 3));
        await SettleAsync("a1", ResendStatus.Unknown);
        await Assert.ThrowsAsync<CanaryClosedException>(() => ClaimForAsync("c1", 3));
        await SettleAsync("a2", ResendStatus.Rejected);

        Assert.True(await ClaimForAsync("c1", 3));

        Assert.Empty((await ReadAsync(Sample.Key(4))).Attempts);
        Assert.Equal(["a3", "a2", "a1"], await Journal.QueryAsync(new() { CanaryId = "c1" }, Stop).Select(one => one.Attempt.AttemptId).ToListAsync(Stop));
        Assert.Equal("c1", (await AttemptAsync("a3")).CanaryId);
        Assert.True(await ClaimAsync("plain", 0, Sample.Key(9)));
    }

    [Fact]
    public async Task Several_who_claim_for_one_canary_at_once_claim_no_more_than_its_size()
    {
        await Journal.BeginCanaryAsync(CanaryOf("c1", size: 3), Stop);

        var claims = await Task.WhenAll(Enumerable.Range(1, 10).Select(async number =>
        {
            try
            {
                return await ClaimForAsync("c1", number);
            }
            catch (CanaryClosedException)
            {
                return false;
            }
        }));

        Assert.Equal(3, claims.Count(claimed => claimed));
    }

    [Fact]
    public async Task A_canary_that_is_over_takes_no_claim_and_one_that_is_not_there_takes_none()
    {
        await Assert.ThrowsAsync<CanaryClosedException>(() => ClaimForAsync("nobody's", 1));
        await Journal.BeginCanaryAsync(CanaryOf("c1"), Stop);
        await Journal.EndCanaryAsync("c1", CanaryState.Passed, Sample.At(9), "", Stop);

        await Assert.ThrowsAsync<CanaryClosedException>(() => ClaimForAsync("c1", 1));

        Assert.Equal(0, (await ReadAsync(Sample.Key())).Version);
    }

    private static Canary CanaryOf(string id, int size = 3) => new()
    {
        CanaryId = id,
        Queue = Orders,
        RunId = "run-1",
        Size = size,
        BegunAt = Sample.At(0),
        Deadline = Sample.At(600),
    };

    private Task<bool> ClaimForAsync(string canaryId, int number) =>
        Journal.ClaimAsync(new(Sample.Key(number), 0, Sample.Attempt($"a{number}") with { CanaryId = canaryId }), Stop);
}
