using System.Text.Json.Nodes;
using static OnsDlq.Sandbox.Tests.Operations.TraceBench;

namespace OnsDlq.Sandbox.Tests.Operations;

/// <summary>The traces of a message after its resends.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task A_resend_that_is_consumed_leaves_a_success_after_the_failures_before_the_dead_letter()
    {
        await using var sandbox = await StartAsync();
        var resent = await ResendAsync(sandbox);

        var tries = Tries(await TraceAsync(sandbox));

        Assert.Equal(18, tries.Count);
        Assert.All(tries.Take(17), one => Assert.Equal("CONSUME_FAILED", (string)one!["Status"]!));
        Assert.True((long)tries[16]!["SubTime"]! < resent);
        Assert.Equal(("CONSUME_SUCCESS", resent, 0), ((string)tries[17]!["Status"]!, (long)tries[17]!["SubTime"]!, (int)tries[17]!["ReconsumeTimes"]!));
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(9.999, 1, 0)]
    [InlineData(10, 2, 0)]
    [InlineData(39.999, 2, 0)]
    [InlineData(40, 2, 1)]
    public async Task A_consumer_that_fails_two_tries_consumes_at_the_second_retry(double seconds, int failures, int successes)
    {
        await using var sandbox = await StartAsync("retry:2");
        await ResendAsync(sandbox);
        sandbox.Time.Advance(TimeSpan.FromSeconds(seconds));

        var group = Group(await TraceAsync(sandbox))!;

        Assert.Equal((17 + failures, successes), ((int)group["FailCount"]!, (int)group["SuccessCount"]!));
    }

    [Fact]
    public async Task A_consumer_that_fails_for_good_fails_seventeen_tries_until_the_dead_letter()
    {
        await using var sandbox = await StartAsync("fail", 17_140);
        await ResendAsync(sandbox);
        sandbox.Time.Advance(TimeSpan.FromSeconds(17_139.999));
        Assert.Equal(33, (int)Group(await TraceAsync(sandbox))!["FailCount"]!);

        sandbox.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(34, (int)Group(await TraceAsync(sandbox))!["FailCount"]!);
        var listed = await sandbox.SendAsync(
            sandbox.Call("OnsDLQMessageGetById", ("InstanceId", "I"), ("GroupId", "G"), ("MsgId", Id)).V3());
        Assert.Equal(Now(sandbox), (long)listed.Json["Data"]!["StoreTimestamp"]!);
    }

    [Fact]
    public async Task A_resend_to_a_group_that_is_offline_leaves_no_new_trace()
    {
        await using var sandbox = await StartAsync("offline");
        await ResendAsync(sandbox);
        sandbox.Time.Advance(TimeSpan.FromHours(5));

        Assert.Equal(17, Tries(await TraceAsync(sandbox)).Count);
    }

    [Fact]
    public async Task A_try_that_does_not_return_is_neither_a_success_nor_a_failure()
    {
        await using var sandbox = await StartAsync("hang", 17_140);
        await ResendAsync(sandbox);

        var group = Group(await TraceAsync(sandbox))!;

        Assert.Equal((17, 0), ((int)group["FailCount"]!, (int)group["SuccessCount"]!));
        Assert.Equal("CONSUME_NOT_RETURN", (string)group["ClientList"]!["SubClientInfoDo"]![17]!["Status"]!);
    }

    [Fact]
    public async Task A_trace_is_found_after_its_lag_and_a_query_does_not_change_once_it_has_ended()
    {
        await using var sandbox = await StartAsync();
        await SetAsync(sandbox, "lagSeconds", 30);
        await ResendAsync(sandbox);
        sandbox.Time.Advance(TimeSpan.FromSeconds(29));
        var early = await QueryAsync(sandbox);
        sandbox.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(17, Tries(await ResultAsync(sandbox, early)).Count);
        Assert.Equal(18, Tries(await TraceAsync(sandbox)).Count);
    }

    [Fact]
    public async Task A_query_works_then_ends_and_is_removed()
    {
        await using var sandbox = await StartAsync();
        await SetAsync(sandbox, "workingSeconds", 5);
        await SetAsync(sandbox, "keptSeconds", 60);
        var query = await QueryAsync(sandbox);
        var states = new List<string>();
        foreach (var milliseconds in new[] { 4999, 1, 54_999, 1 })
        {
            sandbox.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            states.Add((string)(await ResultAsync(sandbox, query))["Status"]!);
        }

        Assert.Equal(["working", "finish", "finish", "removed"], states);
        Assert.Empty((await ResultAsync(sandbox, query))["TraceList"]!["TraceMapDo"]!.AsArray());
    }

    [Theory]
    [InlineData(-90)]
    [InlineData(90)]
    public async Task The_time_of_a_try_is_of_the_consumers_clock(int ahead)
    {
        await using var sandbox = await StartAsync();
        await SetAsync(sandbox, "clockAheadSeconds", ahead);
        var resent = await ResendAsync(sandbox);

        Assert.Equal(resent + (ahead * 1000), (long)Tries(await TraceAsync(sandbox))[17]!["SubTime"]!);
    }

    [Fact]
    public async Task Tries_without_a_trace_are_left_out()
    {
        await using var sandbox = await StartAsync();
        await SetAsync(sandbox, "gapEvery", 18);
        await ResendAsync(sandbox);
        Assert.Equal(0, (int)Group(await TraceAsync(sandbox))!["SuccessCount"]!);

        await SetAsync(sandbox, "none", true);

        Assert.Null(Group(await TraceAsync(sandbox)));
    }

    [Fact]
    public async Task A_message_that_was_produced_three_days_ago_has_no_trace()
    {
        await using var sandbox = await StartAsync();
        sandbox.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(17_140));

        Assert.Empty((await TraceAsync(sandbox))["TraceList"]!["TraceMapDo"]!.AsArray());
    }

    [Fact]
    public async Task A_message_is_found_by_one_of_its_keys()
    {
        await using var sandbox = await StartAsync();
        await ResendAsync(sandbox);

        Assert.Equal(18, Tries(await ResultAsync(sandbox, await QueryAsync(sandbox, "MsgKey", "k2"))).Count);
        Assert.Empty((await ResultAsync(sandbox, await QueryAsync(sandbox, "MsgKey", "k")))["TraceList"]!["TraceMapDo"]!.AsArray());
    }

    [Fact]
    public async Task Thirty_queries_a_minute_are_let_in_and_unknown_queries_are_refused()
    {
        await using var sandbox = await StartAsync();
        foreach (var name in new[] { "MsgId", "MsgKey" })
        {
            for (var i = 0; i < 30; i++) await QueryAsync(sandbox, name);
            Assert.Equal("Throttling.User", (await SendQueryAsync(sandbox, name)).Code);
        }

        Assert.Equal("BIZ_FIELD_CHECK_INVALID", (await sandbox.SendAsync(sandbox.Call("OnsTraceGetResult", ("QueryId", "none")).V3())).Code);
    }

    [Fact]
    public async Task Queries_and_results_need_their_own_permissions()
    {
        await using var sandbox = await StartAsync();
        await Access.GrantAsync(sandbox, ("mq:QueryTrace", "acs:mq:*:*:I%orders"), ("mq:OnsInstanceBaseInfo", "acs:mq:*:*:I"));
        var query = sandbox.Call(
            "OnsTraceQueryByMsgId", ("InstanceId", "I"), ("Topic", "orders"), ("MsgId", Id), ("BeginTime", "0"), ("EndTime", "1"));

        Assert.Equal(200, (await sandbox.SendAsync(Access.As(query).V3())).Status);
        var result = sandbox.Call("OnsTraceGetResult", ("InstanceId", "I"), ("Topic", "orders"), ("QueryId", "x"));
        Assert.Equal(403, (await sandbox.SendAsync(Access.As(result).V3())).Status);
    }

    [Fact]
    public async Task Faults_apply_to_trace_queries()
    {
        await using var sandbox = await StartAsync();
        await sandbox.PostAsync("/faults", new JsonArray(
            new JsonObject { ["action"] = "OnsTraceQueryByMsgId", ["nth"] = 1, ["fault"] = "status:503" }));

        Assert.Equal(503, (await SendQueryAsync(sandbox, "MsgId")).Status);
        Assert.Equal(200, (await SendQueryAsync(sandbox, "MsgId")).Status);
    }
}
