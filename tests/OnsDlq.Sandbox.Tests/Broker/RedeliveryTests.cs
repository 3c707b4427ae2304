using System.Globalization;
using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Broker;

/// <summary>What a group's consumers do with a resent message over time, in the sandbox's own record.</summary>
public sealed class RedeliveryTests
{
    private const string Id = "0A1F070C000000000000000000000001";

    // The service's delays after each failed try, in seconds.
    private static readonly int[] Delays = [10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800, 3600, 7200];

    [Fact]
    public async Task A_message_that_was_not_resent_has_the_tries_that_made_it_a_dead_letter()
    {
        await using var sandbox = await StartAsync("succeed");

        var production = Assert.Single(await DeliveriesAsync(sandbox, Id));
        Assert.Empty((await sandbox.GetAsync("/_sandbox/tries?groupId=G")).Json["messages"]!.AsArray());

        Assert.Equal(("production", "returned", 17), (Text(production, "cause"), Text(production, "state"), Tries(production).Count));
        Assert.Equal(Text(production, "returnedTime"), Text(Tries(production)[16], "time"));
        Assert.Equal(400, (await sandbox.GetAsync("/_sandbox/tries?groupId=G&msgId=none")).Status);
        Assert.Equal(400, (await sandbox.GetAsync("/_sandbox/tries")).Status);
    }

    [Fact]
    public async Task A_consumer_that_fails_for_good_makes_a_new_dead_letter_after_the_services_sixteen_delays()
    {
        await using var sandbox = await StartAsync("fail", 17_140);
        var resent = await ResendAsync(sandbox);
        sandbox.Time.Advance(TimeSpan.FromSeconds(17_140) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(("retrying", 16), State(await LastAsync(sandbox)));
        Assert.Equal(1, await EntriesAsync(sandbox));

        sandbox.Time.Advance(TimeSpan.FromMilliseconds(1));

        var delivery = await LastAsync(sandbox);
        Assert.Equal(("returned", 17), State(delivery));
        var times = Tries(delivery).Select(one => Time(one, "time")).ToList();
        Assert.Equal(resent, times[0]);
        Assert.Equal(Delays.Select(seconds => TimeSpan.FromSeconds(seconds)), times.Zip(times.Skip(1), (one, next) => next - one));
        Assert.Equal(times[16], Time(delivery, "returnedTime"));
        Assert.Equal(2, await EntriesAsync(sandbox));
    }

    [Theory]
    [InlineData(39, 2, "retrying")]
    [InlineData(41, 3, "consumed")]
    public async Task A_consumer_that_is_mended_consumes_at_the_next_retry(double seconds, int tries, string state)
    {
        await using var sandbox = await StartAsync("fail", 17_140);
        await ResendAsync(sandbox);
        await SwitchAsync(sandbox, "succeed", ("afterSeconds", 20));

        sandbox.Time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal((state, tries), State(await LastAsync(sandbox)));
        sandbox.Time.Advance(TimeSpan.FromHours(6));
        Assert.Equal(("consumed", 3), State(await LastAsync(sandbox)));
        Assert.Equal(1, await EntriesAsync(sandbox));
    }

    [Fact]
    public async Task A_consumer_that_breaks_at_a_time_fails_what_is_resent_later()
    {
        await using var sandbox = await StartAsync("succeed");
        var at = sandbox.Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(1);
        await SwitchAsync(sandbox, "fail", ("at", at.ToString("O", CultureInfo.InvariantCulture)));
        await ResendAsync(sandbox);
        Assert.Equal(("consumed", 1), State(await LastAsync(sandbox)));

        sandbox.Time.Advance(TimeSpan.FromMinutes(1));
        await ResendAsync(sandbox);

        Assert.Equal(("returned", 17), State(await LastAsync(sandbox)));
        Assert.Equal(2, await EntriesAsync(sandbox));
    }

    [Fact]
    public async Task Retries_that_are_due_while_the_group_is_offline_are_made_when_it_is_back_and_delay_the_later_ones()
    {
        await using var sandbox = await StartAsync("fail", 17_140);
        var resent = await ResendAsync(sandbox);
        await SwitchAsync(sandbox, "offline", ("afterSeconds", 5));
        await SwitchAsync(sandbox, "fail", ("afterSeconds", 100), ("returnAfterSeconds", 17_140));

        sandbox.Time.Advance(TimeSpan.FromSeconds(99));
        Assert.Equal(("waiting", 1), State(await LastAsync(sandbox)));
        sandbox.Time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(
            [resent, resent.AddSeconds(100), resent.AddSeconds(130)], Tries(await LastAsync(sandbox)).Select(one => Time(one, "time")));
        sandbox.Time.Advance(TimeSpan.FromSeconds(17_140 + 90 - 131));
        Assert.Equal(1, await EntriesAsync(sandbox));
        sandbox.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await EntriesAsync(sandbox));
    }

    [Fact]
    public async Task A_message_that_was_resent_to_a_group_that_is_offline_is_consumed_when_it_is_back()
    {
        await using var sandbox = await StartAsync("succeed");
        await SwitchAsync(sandbox, "offline");
        var resent = await ResendAsync(sandbox);
        await SwitchAsync(sandbox, "succeed", ("afterSeconds", 600));
        sandbox.Time.Advance(TimeSpan.FromSeconds(599.999));
        Assert.Equal(("waiting", 0), State(await LastAsync(sandbox)));
        Assert.Equal(1, (int)(await sandbox.GetAsync("/_sandbox/ledger")).Json["deliveries"]![0]!["waiting"]!);

        sandbox.Time.Advance(TimeSpan.FromMilliseconds(1));

        var delivery = await LastAsync(sandbox);
        Assert.Equal(("consumed", 1), State(delivery));
        Assert.Equal((resent, resent.AddSeconds(600)), (Time(delivery, "time"), Time(Tries(delivery)[0], "time")));
    }

    [Fact]
    public async Task A_consumer_that_fails_two_deliveries_consumes_the_third()
    {
        await using var sandbox = await StartAsync("fail:2", 17_140);
        var states = new List<(string, int)>();
        for (var i = 0; i < 3; i++)
        {
            await ResendAsync(sandbox);
            sandbox.Time.Advance(TimeSpan.FromSeconds(17_141));
            states.Add(State(await LastAsync(sandbox)));
        }

        Assert.Equal([("returned", 17), ("returned", 17), ("consumed", 1)], states);
        Assert.Equal(3, await EntriesAsync(sandbox));
    }

    [Fact]
    public async Task Two_resends_of_one_message_go_their_own_ways()
    {
        await using var sandbox = await StartAsync("fail:1", 17_140);
        await ResendAsync(sandbox);
        sandbox.Time.Advance(TimeSpan.FromSeconds(15));
        await ResendAsync(sandbox);
        sandbox.Time.Advance(TimeSpan.FromSeconds(17_140));

        var deliveries = await DeliveriesAsync(sandbox, Id);

        Assert.Equal(["production", "resend", "resend"], deliveries.Select(one => Text(one, "cause")));
        Assert.Equal([("returned", 17), ("consumed", 1)], deliveries.Skip(1).Select(State));
    }

    [Fact]
    public async Task Several_switches_happen_in_the_order_of_their_times_even_if_the_clock_passes_all_of_them_at_once()
    {
        await using var sandbox = await StartAsync("fail", 17_140);
        await ResendAsync(sandbox);
        await SwitchAsync(sandbox, "succeed", ("afterSeconds", 500));
        await SwitchAsync(sandbox, "offline", ("afterSeconds", 50));
        await SwitchAsync(sandbox, "fail", ("afterSeconds", 200), ("returnAfterSeconds", 17_140));

        sandbox.Time.Advance(TimeSpan.FromHours(5));

        // 0, 10 and 40 s fail; the one of 100 s waits until 200 s and fails; 120, 180 s later the next two.
        var delivery = await LastAsync(sandbox);
        var start = Time(delivery, "time");
        Assert.Equal([0, 10, 40, 200, 320, 500], Tries(delivery).Select(one => (Time(one, "time") - start).TotalSeconds));
        Assert.Equal(("consumed", 6), State(delivery));
    }

    [Fact]
    public async Task Other_delays_count_from_the_try_after_the_switch()
    {
        await using var sandbox = await StartAsync("fail", 17_140);
        await ResendAsync(sandbox);
        await SwitchAsync(sandbox, "fail", ("afterSeconds", 20), ("returnAfterSeconds", 1714));
        sandbox.Time.Advance(TimeSpan.FromSeconds(60));

        var delivery = await LastAsync(sandbox);
        var start = Time(delivery, "time");
        Assert.Equal([0, 10, 40, 46, 58], Tries(delivery).Select(one => (Time(one, "time") - start).TotalSeconds));
    }

    [Fact]
    public async Task Another_count_of_failing_deliveries_is_decided_anew_for_one_that_is_retried()
    {
        await using var sandbox = await StartAsync("fail:1", 17_140);
        await ResendAsync(sandbox);
        await SwitchAsync(sandbox, "fail:0", ("afterSeconds", 20));
        sandbox.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(("consumed", 3), State(await LastAsync(sandbox)));
    }

    [Fact]
    public async Task A_consumer_that_hangs_is_given_up_after_a_quarter_of_an_hour_and_its_try_repeated()
    {
        await using var sandbox = await StartAsync("hang", 17_140);
        await ResendAsync(sandbox);
        await SwitchAsync(sandbox, "succeed", ("afterSeconds", 1800));
        sandbox.Time.Advance(TimeSpan.FromSeconds(2000));

        // 15 min and 10 s after the first; the third is due 15 min and 30 s later, when the consumer is mended.
        var delivery = await LastAsync(sandbox);
        Assert.Equal(("consumed", 3), State(delivery));
        var start = Time(delivery, "time");
        Assert.Equal([0, 910, 1840], Tries(delivery).Select(one => (Time(one, "time") - start).TotalSeconds));
        Assert.Equal(["noReturn", "noReturn", "success"], Tries(delivery).Select(one => Text(one, "result")));
    }

    [Fact]
    public async Task A_consumer_that_always_hangs_makes_a_new_dead_letter_after_seventeen_quarters_of_an_hour_more()
    {
        await using var sandbox = await StartAsync("hang", 17_140);
        await ResendAsync(sandbox);
        sandbox.Time.Advance(TimeSpan.FromSeconds(17_140 + (17 * 900) - 1));
        Assert.Equal(("retrying", 17), State(await LastAsync(sandbox)));
        Assert.Equal(1, await EntriesAsync(sandbox));

        sandbox.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(("returned", 17), State(await LastAsync(sandbox)));
        Assert.Equal(2, await EntriesAsync(sandbox));
    }

    [Theory]
    [InlineData("""{"at":"2024-01-01T00:00:00Z"}""")]
    [InlineData("""{"at":"2025-01-01T00:00:00Z","afterSeconds":1}""")]
    [InlineData("""{"afterSeconds":-1}""")]
    public async Task A_switch_needs_one_time_that_is_not_past(string when)
    {
        await using var sandbox = await StartAsync("succeed");
        var body = JsonNode.Parse(when)!.AsObject();
        (body["instanceId"], body["groupId"], body["consumer"]) = ("I", "G", "fail");

        Assert.Equal(400, (await sandbox.PostAsync("/consumers", body)).Status);
    }

    private static async Task<TestSandbox> StartAsync(string consumer, double returnAfter = 0)
    {
        var sandbox = await TestSandbox.StartAsync();
        var message = new JsonObject { ["instanceId"] = "I", ["groupId"] = "G", ["topic"] = "orders", ["msgId"] = Id };
        Assert.Equal(200, (await sandbox.PostAsync("/messages", message)).Status);
        await SwitchAsync(sandbox, consumer, ("returnAfterSeconds", returnAfter));
        sandbox.Time.Advance(TimeSpan.FromSeconds(1));
        return sandbox;
    }

    private static async Task SwitchAsync(TestSandbox sandbox, string consumer, params (string Name, JsonNode Value)[] more)
    {
        var body = new JsonObject { ["instanceId"] = "I", ["groupId"] = "G", ["consumer"] = consumer };
        foreach (var (name, value) in more) body[name] = value;
        Assert.Equal(200, (await sandbox.PostAsync("/consumers", body)).Status);
    }

    private static async Task<DateTimeOffset> ResendAsync(TestSandbox sandbox)
    {
        var call = sandbox.Call("OnsDLQMessageResendById", ("InstanceId", "I"), ("GroupId", "G"), ("MsgId", Id));
        Assert.Equal(200, (await sandbox.SendAsync(call.V3())).Status);
        return sandbox.Host.Clock.GetUtcNow();
    }

    private static async Task<JsonArray> DeliveriesAsync(TestSandbox sandbox, string msgId) =>
        (await sandbox.GetAsync($"/_sandbox/tries?instanceId=I&groupId=G&msgId={msgId}")).Json["messages"]![0]!["deliveries"]!.AsArray();

    private static async Task<JsonNode> LastAsync(TestSandbox sandbox)
    {
        var message = Assert.Single((await sandbox.GetAsync("/_sandbox/tries?groupId=G")).Json["messages"]!.AsArray())!;
        Assert.Equal(("I", "G", Id, "orders"), (Text(message, "instanceId"), Text(message, "groupId"), Text(message, "msgId"), Text(message, "topic")));
        return message["deliveries"]!.AsArray().Last()!;
    }

    private static async Task<int> EntriesAsync(TestSandbox sandbox) => (int)(await sandbox.GetAsync("/_sandbox/messages?groupId=G")).Json["count"]!;

    private static (string, int) State(JsonNode? delivery) => (Text(delivery, "state"), Tries(delivery).Count);

    private static JsonArray Tries(JsonNode? delivery) => delivery!["tries"]!.AsArray();

    private static string Text(JsonNode? node, string name) => (string)node![name]!;

    private static DateTimeOffset Time(JsonNode? node, string name) => DateTimeOffset.Parse(Text(node, name), CultureInfo.InvariantCulture);
}
