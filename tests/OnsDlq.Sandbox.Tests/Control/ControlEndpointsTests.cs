using OnsDlq.Sandbox.Faults;
using OnsDlq.Sandbox.Tests.Broker;

namespace OnsDlq.Sandbox.Tests.Control;

public sealed class ControlEndpointsTests : IAsyncLifetime
{
    private readonly ControlHost _host = new();

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Health_tells_the_time_of_the_service()
    {
        var (status, answer) = await _host.Send("GET", "health");

        Assert.Equal((200, "ok"), (status, (string)answer["status"]!));
        Assert.Equal("2026-11-23T08:00:00Z", (string)answer["now"]!);
    }

    [Fact]
    public async Task The_ledger_has_the_shape_of_the_contract()
    {
        var id = _host.Bench.AddOne(5);
        _host.Bench.Ledger.Accepted("OnsDLQMessageResendById");
        _host.Bench.Ledger.Refused("OnsDLQMessageResendById");
        _host.Bench.Ledger.Accepted("OnsDLQMessageResendById");
        _host.Bench.Resend(id);

        var (status, answer) = await _host.Send("GET", "ledger?callTimes=true");

        Assert.Equal(200, status);
        var delivery = Assert.Single(answer["deliveries"]!.AsArray())!.AsObject();
        Assert.Equal((BrokerBench.Group, id, 1), ((string)delivery["groupId"]!, (string)delivery["msgId"]!, (int)delivery["count"]!));
        Assert.Equal("2026-11-23T08:00:00.000Z", (string)Assert.Single(delivery["times"]!.AsArray())!);
        var calls = answer["calls"]!["OnsDLQMessageResendById"]!.AsObject();
        Assert.Equal((2, 1), ((int)calls["accepted"]!, (int)calls["refused"]!));
        Assert.Equal(2, calls["acceptedTimes"]!.AsArray().Count);
        Assert.False((await _host.Send("GET", "ledger")).Answer["calls"]!["OnsDLQMessageResendById"]!.AsObject().ContainsKey("acceptedTimes"));
    }

    [Fact]
    public async Task The_ledger_of_one_group_leaves_the_others_out()
    {
        var id = _host.Bench.AddOne(5);
        _host.Bench.Resend(id);

        var (_, own) = await _host.Send("GET", $"ledger?groupId={BrokerBench.Group}");
        var (_, other) = await _host.Send("GET", "ledger?groupId=GID_another");

        Assert.Equal(id, (string)Assert.Single(own["deliveries"]!.AsArray())!["msgId"]!);
        Assert.Empty(other["deliveries"]!.AsArray());
    }

    [Fact]
    public async Task A_batch_and_single_messages_are_added_and_listed_back()
    {
        var (status, batch) = await _host.Send("POST", "messages",
            "{'instanceId':'MQ_INST_1_TEST','groupId':'GID_test','topic':'orders','count':1000,'from':'2026-11-22T08:00:00Z','to':'2026-11-23T07:00:00Z','consumer':'succeed'}");
        var (_, singles) = await _host.Send("POST", "messages",
            "[{'instanceId':'MQ_INST_1_TEST','groupId':'GID_test','topic':'payments','msgId':'AA','storeTime':'2026-11-23T07:30:00Z','tag':'paid','bodyBase64':'aGVsbG8='},"
            + "{'instanceId':'MQ_INST_1_TEST','groupId':'GID_test','topic':'payments'}]");

        Assert.Equal((200, 1000, 1000), (status, (int)batch["count"]!, batch["msgIds"]!.AsArray().Count));
        Assert.Equal((2, "AA"), ((int)singles["count"]!, (string)singles["msgIds"]![0]!));
        var (_, listed) = await _host.Send("GET", "messages?groupId=GID_test");
        Assert.Equal(1002, (int)listed["count"]!);
        Assert.Equal(1002, listed["messages"]!.AsArray().Count);
        var message = listed["messages"]![1000]!;
        Assert.Equal(("AA", "paid", 907060870), ((string)message["msgId"]!, (string)message["tag"]!, (int)message["bodyCrc"]!));
        Assert.Equal("2026-11-23T07:30:00.000Z", (string)message["storeTime"]!);
        Assert.Equal(1002, _host.Bench.All().Length);
    }

    [Fact]
    public async Task A_huge_batch_is_answered_by_its_count_alone()
    {
        var (_, answer) = await _host.Send("POST", "messages", "{'instanceId':'I','groupId':'G','topic':'T','count':1000000}");

        Assert.Equal(1_000_000, (int)answer["count"]!);
        Assert.Null(answer["msgIds"]);
    }

    [Theory]
    [InlineData("messages", "{'groupId':'G','topic':'T'}", "instanceId")]
    [InlineData(
        "messages", "[{'instanceId':'I','groupId':'G','topic':'T'},{'instanceId':'I','groupId':'G','topic':'T','colour':1}]",
        "message 2 has the unknown member 'colour'")]
    [InlineData("messages", "{'instanceId':'I','groupId':'G','topic':'T','count':0}", "count")]
    [InlineData("messages", "{'instanceId':'I','groupId':'G','topic':'T','count':2,'msgId':'AA'}", "msgId")]
    [InlineData(
        "messages", "{'instanceId':'I','groupId':'G','topic':'T','count':2,'from':'2026-11-23T07:00:00Z','to':'2026-11-22T07:00:00Z'}", "'from' after 'to'")]
    [InlineData("messages", "{'instanceId':'I','groupId':'G','topic':'T','storeTime':'yesterday'}", "storeTime")]
    [InlineData("messages", "{'instanceId':'I','groupId':'G','topic':'T','storeTime':'2026-11-23T07:00:00Z','storeTimestamp':1}", "both")]
    [InlineData("messages", "{'instanceId':'I','groupId':'G','topic':'T','body':'a','bodyBase64':'YQ=='}", "both")]
    [InlineData("messages", "{'instanceId':'I','groupId':'G','topic':'T','bodyBase64':'?'}", "Base64")]
    [InlineData("messages", "{'instanceId':'I','groupId':'G','topic':'T','consumer':'sleep'}", "sleep")]
    [InlineData("messages", "{'instanceId':'I','groupId':'G','topic':'T','properties':{'a':1}}", "'a'")]
    [InlineData("messages", "7", "object")]
    [InlineData("messages", "{", "no JSON")]
    [InlineData("messages", "", "no JSON")]
    [InlineData("consumers", "{'instanceId':'I','groupId':'G'}", "consumer")]
    [InlineData("consumers", "{'instanceId':'I','groupId':'G','msgId':'AA','consumer':'fail'}", "AA")]
    [InlineData("listing", "{'none':'never'}", "error or list")]
    [InlineData("listing", "{'pages':'short'}", "'pages'")]
    [InlineData("clock", "{}", "advanceSeconds")]
    [InlineData("clock", "{'advanceSeconds':1,'offsetSeconds':1}", "either")]
    [InlineData("clock", "{'advanceSeconds':1,'offsetSeconds':1,'storedAheadSeconds':60}", "either")]
    [InlineData("clock", "{'storedAheadSeconds':4000}", "storedAheadSeconds")]
    [InlineData("listing", "{'lookUp':'any'}", "newest or oldest")]
    [InlineData("clock", "{'offsetSeconds':1e12}", "offsetSeconds")]
    [InlineData("faults", "[{'fault':'explode'}]", "acceptThenDrop")]
    public async Task What_cannot_be_used_is_answered_by_400_and_the_reason(string path, string body, string word)
    {
        var (status, answer) = await _host.Send("POST", path, body);

        Assert.Equal(400, status);
        Assert.Contains(word, (string)answer["error"]!, StringComparison.Ordinal);
        Assert.Equal(400, (await _host.Send("GET", "messages?groupId=G")).Status);
        Assert.Equal((0, TimeSpan.Zero), (_host.Faults.Count, _host.Bench.Clock.Offset));
    }

    [Fact]
    public async Task A_listing_of_no_group_or_an_unknown_one_is_refused()
    {
        Assert.Equal(400, (await _host.Send("GET", "messages")).Status);
        var (status, answer) = await _host.Send("GET", "messages?groupId=NONE&instanceId=X");
        Assert.Equal(400, status);
        Assert.Contains("INSTANCE_NOT_FOUND", (string)answer["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_is_advanced_and_set()
    {
        Assert.Equal("2026-11-23T09:00:00Z", (string)(await _host.Send("POST", "clock", "{'advanceSeconds':3600}")).Answer["now"]!);
        Assert.Equal("2026-11-23T09:00:00.5Z", (string)(await _host.Send("POST", "clock", "{'advanceSeconds':0.5}")).Answer["now"]!);
        Assert.Equal("2026-11-23T07:59:00Z", (string)(await _host.Send("POST", "clock", "{'offsetSeconds':-60}")).Answer["now"]!);
        Assert.Equal(TimeSpan.FromSeconds(-60), _host.Bench.Clock.Offset);
    }

    [Fact]
    public async Task Store_times_may_be_ahead_of_the_dates_of_answers_and_those_may_be_anything()
    {
        await _host.Send("POST", "clock", "{'storedAheadSeconds':60,'date':'Mon, 01 Jan 0001 00:00:00 GMT'}");

        Assert.Equal((TimeSpan.FromSeconds(60), TimeSpan.Zero), (_host.Bench.Clock.StoredAhead, _host.Bench.Clock.Offset));
        Assert.Equal("Mon, 01 Jan 0001 00:00:00 GMT", _host.Bench.Clock.Date);
        Assert.Equal(_host.Bench.Clock.GetUtcNow().AddSeconds(60).ToUnixTimeMilliseconds(), _host.Bench.Broker.Now);
        await _host.Send("POST", "clock", "{'date':''}");
        Assert.Equal("", _host.Bench.Clock.Date);
    }

    [Fact]
    public async Task Rules_are_added_to_those_there_and_removed_together()
    {
        await _host.Send("POST", "faults", "[{'action':'OnsDLQMessageResendById','nth':3,'fault':'acceptThenDrop'}]");
        var (status, answer) = await _host.Send("POST", "faults", "[{'fault':'html'}]");

        Assert.Equal((200, 2), (status, (int)answer["rules"]!));
        Assert.Equal(Fault.Html, _host.Faults.Next("OnsDLQMessageGetById", null)?.Fault);
        Assert.Equal(0, (int)(await _host.Send("DELETE", "faults")).Answer["rules"]!);
        Assert.Null(_host.Faults.Next("OnsDLQMessageGetById", null));
    }

    [Fact]
    public async Task Consumers_and_listings_are_set()
    {
        var id = _host.Bench.AddOne(5);
        await _host.Send("POST", "consumers", "{'instanceId':'MQ_INST_1_TEST','groupId':'GID_test','consumer':'offline'}");
        _host.Bench.Resend(id);
        Assert.Equal(1, (int)(await _host.Send("GET", "ledger")).Answer["deliveries"]![0]!["waiting"]!);

        await _host.Send(
            "POST", "consumers", $"{{'instanceId':'MQ_INST_1_TEST','groupId':'GID_test','msgId':'{id}','consumer':'fail','returnAfterSeconds':1}}");
        await _host.Send("POST", "clock", "{'advanceSeconds':1}");
        await _host.Send("POST", "listing", "{'order':'newestFirst','none':'list','shortBy':5,'unknownTask':'renew','forgetEvery':9}");
        await _host.Send("POST", "listing", "{'shortBy':2}");

        Assert.Equal(0, (int)(await _host.Send("GET", "ledger")).Answer["deliveries"]![0]!["waiting"]!);
        Assert.Equal(2, _host.Bench.All().Length);
        Assert.Equal(
            new OnsDlq.Sandbox.Broker.ListingBehaviour { EmptyList = true, NewestFirst = true, RenewsTask = true, ShortBy = 2, ForgetEvery = 9 },
            _host.Bench.Broker.Listing);
    }
}
