using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Signing;
using static OnsDlq.Sandbox.Tests.Operations.TraceBench;

namespace OnsDlq.Sandbox.Tests.Operations;

/// <summary>Consumers whose traces differ: by clock, lag, gaps, or because they leave none.</summary>
public sealed class ConsumerTraceTests
{
    [Fact]
    public async Task Each_consumer_has_its_own_clock_and_the_record_has_the_services()
    {
        await using var sandbox = await StartAsync("retry:2");
        await ClientsAsync(sandbox, """[{"host":"a"},{"host":"b","traces":{"clockAheadSeconds":-300}},{"host":"c","traces":{"clockAheadSeconds":300}}]""");
        var resent = await ResendAsync(sandbox);
        sandbox.Time.Advance(TimeSpan.FromMinutes(1));

        var tries = Tries(await TraceAsync(sandbox)).Skip(17).ToList();

        // The 18th try is of the third consumer, because they take turns.
        Assert.Equal(["c", "a", "b"], tries.Select(one => (string)one!["ClientHost"]!));
        Assert.Equal([resent + 300_000, resent + 10_000, resent + 40_000 - 300_000], tries.Select(one => (long)one!["SubTime"]!));
        Assert.Equal([resent, resent + 10_000, resent + 40_000], await RecordedAsync(sandbox));
    }

    [Fact]
    public async Task A_consumer_without_traces_leaves_only_those_of_the_others()
    {
        await using var sandbox = await StartAsync("retry:2");
        await ClientsAsync(sandbox, """[{"host":"a"},{"host":"b","traces":{"none":true}}]""");
        await ResendAsync(sandbox);
        sandbox.Time.Advance(TimeSpan.FromMinutes(1));

        var group = Group(await TraceAsync(sandbox))!;

        Assert.All(Tries(await TraceAsync(sandbox)), one => Assert.Equal("a", (string)one!["ClientHost"]!));
        Assert.Equal((10, 0), ((int)group["FailCount"]!, (int)group["SuccessCount"]!));
        Assert.Equal(3, (await RecordedAsync(sandbox)).Count);
    }

    [Fact]
    public async Task A_narrower_setting_precedes_a_wider_one()
    {
        await using var sandbox = await StartAsync();
        await SetAsync(sandbox, "clockAheadSeconds", 1);
        await SetGroupAsync(sandbox, "G", "clockAheadSeconds", 2);
        await SetGroupAsync(sandbox, "other", "clockAheadSeconds", 3);
        var resent = await ResendAsync(sandbox);
        Assert.Equal(resent + 2000, (long)Tries(await TraceAsync(sandbox))[17]!["SubTime"]!);

        sandbox.Time.Advance(TimeSpan.FromMinutes(1));
        await ClientsAsync(sandbox, """[{"traces":{"clockAheadSeconds":0,"lagSeconds":60}}]""");
        resent = await ResendAsync(sandbox);
        Assert.Equal(18, Tries(await TraceAsync(sandbox)).Count);
        sandbox.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(resent, (long)Tries(await TraceAsync(sandbox))[18]!["SubTime"]!);
    }

    [Fact]
    public async Task A_consumer_keeps_the_clock_that_it_had_at_its_try()
    {
        await using var sandbox = await StartAsync();
        await ClientsAsync(sandbox, """[{"traces":{"clockAheadSeconds":120}}]""");
        var resent = await ResendAsync(sandbox);

        await ClientsAsync(sandbox, "[{}]");

        Assert.Equal(resent + 120_000, (long)Tries(await TraceAsync(sandbox))[17]!["SubTime"]!);
    }

    [Fact]
    public async Task A_gap_stays_where_it_was_while_other_deliveries_go_on()
    {
        await using var sandbox = await StartAsync("retry:1");
        await SetGroupAsync(sandbox, "G", "gapEvery", 19);
        await ResendAsync(sandbox);
        await ResendAsync(sandbox);
        var early = Tries(await TraceAsync(sandbox)).Count;
        sandbox.Time.Advance(TimeSpan.FromMinutes(1));

        // The 19th try, the first of the second resend, has no trace, before and after the retries of the first resend.
        Assert.Equal(18, early);
        Assert.Equal([0, 1, 1], Tries(await TraceAsync(sandbox)).Skip(17).Select(one => (int)one!["ReconsumeTimes"]!));
    }

    [Fact]
    public async Task The_newest_tries_may_come_first()
    {
        await using var sandbox = await StartAsync();
        await SetAsync(sandbox, "order", "newestFirst");
        await ResendAsync(sandbox);

        Assert.Equal("CONSUME_SUCCESS", (string)Tries(await TraceAsync(sandbox))[0]!["Status"]!);
    }

    [Theory]
    [InlineData("plain", "G")]
    [InlineData("withInstance", "I%G")]
    public async Task A_group_may_be_named_with_its_instance(string groups, string name)
    {
        await using var sandbox = await StartAsync();
        await SetAsync(sandbox, "groups", groups);

        var data = await TraceAsync(sandbox);

        Assert.Equal(name, (string)Group(data)!["SubGroupName"]!);
        Assert.All(Tries(data), one => Assert.Equal(name, (string)one!["SubGroupName"]!));
    }

    [Theory]
    [InlineData("""{"instanceId":"I","groupId":"G","workingSeconds":1}""")]
    [InlineData("""{"groups":"all"}""")]
    [InlineData("""{"groupId":"G","none":true}""")]
    [InlineData("""{"instanceId":"I","groupId":"G","gapEvery":-1}""")]
    public async Task Invalid_settings_are_refused(string body)
    {
        await using var sandbox = await StartAsync();

        Assert.Equal(400, (await sandbox.PostAsync("/traces", JsonNode.Parse(body)!)).Status);
    }

    private static async Task ClientsAsync(TestSandbox sandbox, string clients)
    {
        var body = new JsonObject { ["instanceId"] = "I", ["groupId"] = "G", ["clients"] = JsonNode.Parse(clients) };
        Assert.Equal(200, (await sandbox.PostAsync("/clients", body)).Status);
    }

    private static async Task SetGroupAsync(TestSandbox sandbox, string groupId, string name, JsonNode value)
    {
        var body = new JsonObject { ["instanceId"] = "I", ["groupId"] = groupId, [name] = value };
        Assert.Equal(200, (await sandbox.PostAsync("/traces", body)).Status);
    }

    private static async Task<IReadOnlyList<long>> RecordedAsync(TestSandbox sandbox)
    {
        var deliveries = (await sandbox.GetAsync("/_sandbox/tries?groupId=G")).Json["messages"]![0]!["deliveries"]!.AsArray();
        return [.. deliveries.Skip(1).SelectMany(one => one!["tries"]!.AsArray()).Select(one => ((DateTimeOffset)one!["time"]!).ToUnixTimeMilliseconds())];
    }
}
