using System.Text;
using OnsDlq.Sandbox.Broker;

namespace OnsDlq.Sandbox.Tests.Broker;

public sealed class DeadLetterTests
{
    private readonly BrokerBench _bench = new();

    [Theory]
    [InlineData("SGVsbG8gTVEg5raT7oWf5p6D5ai05ayt55iv", 914112295)]
    [InlineData("aGVsbG8=", 907060870)]
    public void The_body_checksum_is_the_one_of_the_service_samples(string body, int crc) =>
        Assert.Equal(crc, BodyCrc.Of(Convert.FromBase64String(body)));

    [Fact]
    public void A_dead_letter_shows_what_the_service_shows_and_no_body()
    {
        var id = _bench.AddOne(5, ",'tag':'paid','keys':'K1 K2','body':'hello','properties':{'shop':'7'}");

        var shown = _bench.Get(id);

        Assert.Equal(
            ["BodyCRC", "BornHost", "BornTimestamp", "InstanceId", "MsgId", "PropertyList", "ReconsumeTimes", "StoreHost", "StoreSize", "StoreTimestamp", "Topic"],
            shown.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(id, (string)shown["MsgId"]!);
        Assert.Equal("orders", (string)shown["Topic"]!);
        Assert.Equal(BrokerBench.Instance, (string)shown["InstanceId"]!);
        Assert.Equal(_bench.Ago(5), (long)shown["StoreTimestamp"]!);
        Assert.True((long)shown["BornTimestamp"]! < _bench.Ago(5));
        Assert.Equal(16, (int)shown["ReconsumeTimes"]!);
        Assert.Equal(BodyCrc.Of(Encoding.UTF8.GetBytes("hello")), (int)shown["BodyCRC"]!);
        var properties = shown["PropertyList"]!["MessageProperty"]!.AsArray().ToDictionary(one => (string)one!["Name"]!, one => (string)one!["Value"]!);
        Assert.Equal(
            ["INSTANCE_ID", "KEYS", "ORIGIN_MESSAGE_ID", "REAL_TOPIC", "TAGS", "TRACE_ON", "shop"],
            properties.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("%RETRY%MQ_INST_1_TEST%GID_test", properties["REAL_TOPIC"]);
        Assert.Equal(("paid", "K1 K2", "7"), (properties["TAGS"], properties["KEYS"], properties["shop"]));
        Assert.Matches("^[0-9A-F]{32}$", properties["ORIGIN_MESSAGE_ID"]);
        Assert.Matches("^[0-9A-F]{32}$", id);
    }

    [Fact]
    public void A_batch_spreads_its_messages_evenly_and_gives_each_its_own_content()
    {
        var ids = _bench.AddBatch(5, 4, 0, ",'keys':'K-{n}','tag':'t'");

        Assert.Equal(5, ids.Distinct().Count());
        Assert.Equal(new[] { 4.0, 3, 2, 1, 0 }.Select(_bench.Ago), ids.Select(id => (long)_bench.Get(id)["StoreTimestamp"]!));
        Assert.Contains("\"K-4\"", _bench.Get(ids[3]).ToJsonString());
        Assert.Equal(5, ids.Select(id => (int)_bench.Get(id)["BodyCRC"]!).Distinct().Count());
        Assert.Equal(ids, _bench.All().Select(message => (string)message["MsgId"]!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("FFFFFFFF")]
    [InlineData("00000005")]
    public void An_id_that_no_message_has_is_not_found(string lastDigits)
    {
        var batch = _bench.AddBatch(5, 4, 0);
        var id = lastDigits.Length == 8 ? batch[0][..24] + lastDigits : "0BC1" + lastDigits;

        Assert.Equal("BIZ_NO_MESSAGE", BrokerBench.Refusal(() => _bench.Get(id)));
        Assert.Equal("BIZ_NO_MESSAGE", BrokerBench.Refusal(() => _bench.Get(batch[0].ToLowerInvariant())));
        Assert.Equal("BIZ_NO_MESSAGE", BrokerBench.Refusal(() => _bench.Resend(id)));
    }

    [Fact]
    public void A_message_posted_twice_has_two_entries_and_the_newest_is_shown()
    {
        _bench.AddOne(5, ",'msgId':'AA'");
        _bench.AddOne(9, ",'msgId':'AA'");

        Assert.Equal(2, _bench.All().Length);
        Assert.Equal(_bench.Ago(5), (long)_bench.Get("AA")["StoreTimestamp"]!);
    }

    [Fact]
    public void An_entry_stored_ahead_is_there_when_its_time_comes()
    {
        var id = _bench.AddOne(-1);
        Assert.Equal("BIZ_NO_MESSAGE", BrokerBench.Refusal(() => _bench.Get(id)));

        _bench.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([id], BrokerBench.Ids(_bench.Page()));
    }

    [Fact]
    public void Unknown_instances_and_groups_are_told_apart_where_that_is_wished()
    {
        var bench = new BrokerBench(missingName: MissingName.NotFound);
        bench.AddOne(1);

        Assert.Equal(
            "INSTANCE_NOT_FOUND",
            BrokerBench.Refusal(() => bench.Call("OnsDLQMessageGetById", ("InstanceId", "X"), ("GroupId", BrokerBench.Group), ("MsgId", "A"))));
        Assert.Equal(
            "BIZ_SUBSCRIPTION_NOT_FOUND",
            BrokerBench.Refusal(() => bench.Call("OnsDLQMessageGetById", ("InstanceId", BrokerBench.Instance), ("GroupId", "X"), ("MsgId", "A"))));
        Assert.Equal("BIZ_SUBSCRIPTION_NOT_FOUND", BrokerBench.Refusal(() => bench.Call("OnsDLQMessageGetById", ("GroupId", "X"), ("MsgId", "A"))));
    }

    [Theory]
    [InlineData("X", BrokerBench.Group)]
    [InlineData(BrokerBench.Instance, "X")]
    [InlineData(null, "X")]
    public void A_name_that_does_not_exist_is_answered_like_one_of_somebody_elses(string? instance, string group)
    {
        _bench.AddOne(1);
        (string, string?)[] names = [("InstanceId", instance), ("GroupId", group)];

        Assert.Equal("AUTH_RESOURCE_OWNER_ERROR", BrokerBench.Refusal(() => _bench.Call("OnsDLQMessageGetById", [.. names, ("MsgId", "A")])));
        Assert.Equal("AUTH_RESOURCE_OWNER_ERROR", BrokerBench.Refusal(() => _bench.Call("OnsDLQMessageResendById", [.. names, ("MsgId", "A")])));
        Assert.Equal("AUTH_RESOURCE_OWNER_ERROR", BrokerBench.Refusal(() => _bench.Call(
            "OnsDLQMessagePageQueryByGroupId", [.. names, ("CurrentPage", "1"), ("BeginTime", "0"), ("EndTime", "1")])));
    }

    [Fact]
    public void A_call_without_an_instance_means_the_only_one_that_has_the_group()
    {
        var id = _bench.AddOne(1);
        (string, string?)[] call = [("GroupId", BrokerBench.Group), ("MsgId", id)];
        Assert.Empty(BrokerBench.Listed(_bench.Call("OnsDLQMessageResendById", call)));
        Assert.Equal(1, _bench.Deliveries(id));

        _bench.Add("{'instanceId':'MQ_INST_2','groupId':'GID_test','topic':'orders'}");

        Assert.Equal("AUTH_RESOURCE_OWNER_ERROR", BrokerBench.Refusal(() => _bench.Call("OnsDLQMessageResendById", call)));
        Assert.Equal(1, _bench.Deliveries(id));
    }

    [Theory]
    [InlineData("OnsDLQMessageGetById", "GroupId", null, "MissingGroupId")]
    [InlineData("OnsDLQMessageGetById", "MsgId", "", "MissingMsgId")]
    [InlineData("OnsDLQMessageResendById", "MsgId", null, "MissingMsgId")]
    [InlineData("OnsDLQMessagePageQueryByGroupId", "GroupId", "", "MissingGroupId")]
    [InlineData("OnsDLQMessagePageQueryByGroupId", "BeginTime", null, "MissingBeginTime")]
    [InlineData("OnsDLQMessagePageQueryByGroupId", "EndTime", null, "MissingEndTime")]
    [InlineData("OnsDLQMessagePageQueryByGroupId", "CurrentPage", null, "MissingCurrentPage")]
    [InlineData("OnsDLQMessagePageQueryByGroupId", "EndTime", "soon", "InvalidEndTime")]
    [InlineData("OnsDLQMessagePageQueryByGroupId", "PageSize", "2.5", "InvalidPageSize")]
    [InlineData("OnsDLQMessagePageQueryByGroupId", "CurrentPage", "99999999999", "BIZ_FIELD_CHECK_INVALID")]
    public void A_parameter_that_is_missing_or_no_number_is_refused(string action, string name, string? value, string code)
    {
        var id = _bench.AddOne(1);
        var parameters = new Dictionary<string, string?>
        {
            ["GroupId"] = BrokerBench.Group,
            ["MsgId"] = id,
            ["BeginTime"] = "0",
            ["EndTime"] = "1",
            ["CurrentPage"] = "1",
            [name] = value,
        };

        Assert.Equal(code, BrokerBench.Refusal(() => _bench.Call(action, [.. parameters.Select(one => (one.Key, one.Value))])));
        Assert.Equal(0, _bench.Deliveries(id));
    }

    [Fact]
    public void The_resource_is_the_group_in_its_instance()
    {
        _bench.AddOne(1);
        var operation = _bench.Operation("OnsDLQMessageResendById");

        Assert.Equal(["mq:ResendDLQMessage", "mq:OnsInstanceBaseInfo"], operation.RamActions);
        Assert.Equal(
            "acs:mq:cn-hangzhou:1234567890123456:MQ_INST_9%GID_x",
            operation.ResourceOf(BrokerBench.CallOf("", ("InstanceId", "MQ_INST_9"), ("GroupId", "GID_x"))));
        Assert.Equal("acs:mq:cn-hangzhou:1234567890123456:MQ_INST_1_TEST%GID_test", operation.ResourceOf(BrokerBench.CallOf("", ("GroupId", "GID_test"))));
        Assert.Equal("acs:mq:cn-hangzhou:1234567890123456:GID_x", operation.ResourceOf(BrokerBench.CallOf("", ("GroupId", "GID_x"))));
        Assert.Equal("MissingGroupId", BrokerBench.Refusal(() => operation.ResourceOf(BrokerBench.CallOf(""))));
    }
}
