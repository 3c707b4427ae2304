using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Contract;

public abstract partial class JournalContract
{
    [Fact]
    public async Task A_query_gives_attempts_newest_first_with_message_version_and_run()
    {
        await ClaimAsync("a1", 0, at: 0);
        await ClaimAsync("a2", 0, Sample.Key(2), at: 0);
        await SettleAsync("a1", ResendStatus.Rejected);
        await ClaimAsync("a3", 2, at: 0);

        var found = await QueryAsync(new());

        Assert.Equal(["a3", "a2", "a1"], found.Select(record => record.Attempt.AttemptId));
        Assert.Equal([Sample.Key(), Sample.Key(2), Sample.Key()], found.Select(record => record.Key));
        Assert.Equal([3L, 1, 3], found.Select(record => record.Version));
        Assert.All(found, record => Assert.Equal(Sample.Run, record.Run));
        Assert.Equal(ResendStatus.Rejected, found[2].Attempt.Outcome?.Status);
    }

    [Fact]
    public async Task A_query_goes_on_beyond_a_page_and_neither_loses_nor_repeats()
    {
        const int Count = 1203;
        await Task.WhenAll(Enumerable.Range(0, Count).Select(number => ClaimAsync($"a{number}", 0, Sample.Key(number), at: number)));
        var all = (await QueryAsync(new())).Select(record => record.Attempt.AttemptId).ToArray();
        await SettleAsync("a7", ResendStatus.Accepted);

        Assert.Equal(Count, all.Length);
        Assert.Equal(Count, all.Distinct().Count());
        Assert.Equal(["a7"], Ids(await QueryAsync(new() { Statuses = [ResendStatus.Accepted] })));
        Assert.Equal(1001, (await QueryAsync(new() { From = Sample.At(100), To = Sample.At(1100) })).Count);
    }

    [Fact]
    public async Task A_query_narrows_by_all_that_it_names()
    {
        await Journal.BeginRunAsync(Sample.Run with { RunId = "run-2", Reason = null }, Stop);
        MessageKey[] keys = [Sample.Key(1), Sample.Key(2, "GID_other"), new("cn-beijing", "", "GID_orders", "0AF1")];
        await ClaimAsync("a1", 0, keys[0], at: 10);
        await ClaimAsync("a2", 0, keys[1], at: 20);
        await Journal.ClaimAsync(new(keys[2], 0, Sample.Attempt("a3", "run-2", at: 30)), Stop);
        await SettleAsync("a1", ResendStatus.Accepted);
        await SettleAsync("a2", ResendStatus.Unknown);
        await SettleAsync("a2", ResendStatus.Failed);

        Assert.Equal(["a3"], Ids(await QueryAsync(new() { Realm = "cn-beijing" })));
        Assert.Equal(["a3"], Ids(await QueryAsync(new() { InstanceId = "" })));
        Assert.Equal(["a2", "a1"], Ids(await QueryAsync(new() { InstanceId = "MQ_INST_1" })));
        Assert.Equal(["a3", "a1"], Ids(await QueryAsync(new() { GroupId = "GID_orders" })));
        Assert.Equal(["a3", "a1"], Ids(await QueryAsync(new() { MsgIds = ["0af1", keys[0].MsgId, "0B"] })));
        Assert.Equal(["a3"], Ids(await QueryAsync(new() { RunId = "run-2" })));
        Assert.Equal(["a2"], Ids(await QueryAsync(new() { AttemptId = "a2" })));
        Assert.Equal(["a2"], Ids(await QueryAsync(new() { Statuses = [ResendStatus.Failed, ResendStatus.Unknown] })));
        Assert.Empty(await QueryAsync(new() { Statuses = [ResendStatus.Unknown] }));
        Assert.Equal(["a3", "a2"], Ids(await QueryAsync(new() { From = Sample.At(20) })));
        Assert.Equal(["a2", "a1"], Ids(await QueryAsync(new() { To = Sample.At(20) })));
        Assert.Equal(
            ["a1"], Ids(await QueryAsync(new() { GroupId = "GID_orders", Realm = "cn-hangzhou", RunId = "run-1", From = Sample.At(10), To = Sample.At(10) })));
        Assert.Empty(await QueryAsync(new() { RunId = "' OR 1 = 1 --" }));
        Assert.Null(Assert.Single(await QueryAsync(new() { RunId = "run-2" })).Attempt.Reason);
    }

    [Fact]
    public async Task A_query_may_name_very_many_messages()
    {
        await ClaimAsync("a1", 0, Sample.Key(1));
        await ClaimAsync("a2", 0, Sample.Key(200_000));

        Assert.Equal(["a1"], Ids(await QueryAsync(new() { MsgIds = [.. Enumerable.Range(1, 100_000).Select(number => Sample.Key(number).MsgId)] })));
    }

    [Fact]
    public async Task Writing_goes_on_while_a_query_is_read_slowly()
    {
        await Task.WhenAll(Enumerable.Range(0, 600).Select(number => ClaimAsync($"a{number}", 0, Sample.Key(number))));
        var seen = 0;

        await foreach (var record in Journal.QueryAsync(new(), Stop))
        {
            if (seen++ % 100 == 0) Assert.True(await SettleAsync(record.Attempt.AttemptId, ResendStatus.Accepted));
        }

        Assert.Equal(600, seen);
    }

    private static IEnumerable<string> Ids(IEnumerable<RecordedAttempt> records) => records.Select(record => record.Attempt.AttemptId);

    private async Task<List<RecordedAttempt>> QueryAsync(AttemptQuery query)
    {
        var found = new List<RecordedAttempt>();
        await foreach (var record in Journal.QueryAsync(query, Stop)) found.Add(record);
        return found;
    }
}
