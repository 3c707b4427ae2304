using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Operations;

public sealed class PageQueryCodecTests
{
    private static readonly DeadLetterPageQuery Query = new(
        "GID_x", "MQ_INST_1", DateTimeOffset.FromUnixTimeMilliseconds(1570723200000), DateTimeOffset.FromUnixTimeMilliseconds(1570809600000), 1, 50, null);

    [Fact]
    public void The_first_call_names_the_range_and_no_task()
    {
        var call = PageQueryCodec.Call(Query);

        Assert.Equal(("OnsDLQMessagePageQueryByGroupId", CallKind.Query), (call.Action, call.Kind));
        Assert.Equal(
            ["BeginTime=1570723200000", "CurrentPage=1", "EndTime=1570809600000", "GroupId=GID_x", "InstanceId=MQ_INST_1", "PageSize=50"],
            call.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_later_call_names_the_task_and_an_unknown_instance_is_left_out()
    {
        var call = PageQueryCodec.Call(Query with { TaskId = "T", CurrentPage = 2, InstanceId = null });

        Assert.Equal(("T", "2"), (call.Parameters["TaskId"], call.Parameters["CurrentPage"]));
        Assert.False(call.Parameters.ContainsKey("InstanceId"));
    }

    [Fact]
    public void A_range_that_begins_with_time_itself_begins_in_1970() =>
        Assert.Equal("0", PageQueryCodec.Call(Query with { BeginTime = DateTimeOffset.MinValue }).Parameters["BeginTime"]);

    [Fact]
    public void The_documented_sample_is_read_whole()
    {
        var page = Read(
            """
            {"RequestId":"B00C","MsgFoundDo":{"CurrentPage":1,"MaxPageCount":2,"TaskId":"0BC1310300002A9F000021E4D7A48346",
              "MsgFoundList":{"OnsRestMessageDo":[
               {"StoreSize":407,"ReconsumeTimes":16,"StoreTimestamp":1570761026708,"InstanceId":"MQ_INST_2",
                "MsgId":"0BC16699165C03B925DB8A404E2D0000","StoreHost":"11.220.0.1:10911","Topic":"test-mq_topic",
                "PropertyList":{"MessageProperty":[{"Name":"TAGS","Value":"TagA"},{"Name":"KEYS","Value":" k1  k2\tk3 "}]},
                "BornTimestamp":1570761026630,"BodyCRC":914112295,"BornHost":"42.120.0.1:64646"}]}}}
            """);

        Assert.Equal(("R-1", "0BC1310300002A9F000021E4D7A48346", 1, 2), (page.RequestId, page.TaskId, page.CurrentPage, page.MaxPageCount));
        var entry = Assert.Single(page.Entries);
        Assert.Equal(("0BC16699165C03B925DB8A404E2D0000", "GID_x", "MQ_INST_2", "cn-x"), (entry.MsgId, entry.GroupId, entry.InstanceId, entry.RegionId));
        Assert.Equal(("test-mq_topic", "TagA"), (entry.Topic, entry.Tag));
        Assert.Equal(["k1", "k2", "k3"], entry.Key);
        Assert.Equal((1570761026708, 1570761026630), (entry.StoreTimestamp, entry.BornTime!.Value.ToUnixTimeMilliseconds()));
        Assert.Equal((407, 16, 914112295), (entry.StoreSize, entry.ReconsumeTimes, entry.BodyCrc));
        Assert.Equal(("11.220.0.1:10911", "42.120.0.1:64646"), (entry.StoreHost, entry.BornHost));
        Assert.Equal(2, entry.Properties.Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"MsgFoundDo":null}""")]
    [InlineData("""{"MsgFoundDo":{}}""")]
    [InlineData("""{"MsgFoundDo":{"MsgFoundList":null}}""")]
    [InlineData("""{"MsgFoundDo":{"MsgFoundList":{}}}""")]
    [InlineData("""{"MsgFoundDo":{"MsgFoundList":[]}}""")]
    [InlineData("""{"MsgFoundDo":{"MsgFoundList":{"OnsRestMessageDo":null}}}""")]
    [InlineData("""{"MsgFoundDo":{"MsgFoundList":{"OnsRestMessageDo":[]}}}""")]
    [InlineData("""{"MsgFoundDo":{"MsgFoundList":{"OnsRestMessageDo":[null]},"MaxPageCount":0,"TaskId":""}}""")]
    [InlineData("""{"MsgFoundDo":[]}""")]
    public void Every_form_of_nothing_is_an_empty_page(string json)
    {
        var page = Read(json);

        Assert.Empty(page.Entries);
        Assert.Equal((null, 1, 0), (page.TaskId, page.CurrentPage, page.MaxPageCount));
    }

    [Theory]
    [InlineData("""{"MsgFoundDo":{"MsgFoundList":[{"MsgId":"A","New":{}},{"MsgId":"B"}]},"New":1}""", 2)]
    [InlineData("""{"MsgFoundDo":{"MsgFoundList":{"OnsRestMessageDo":{"MsgId":"A"}}}}""", 1)]
    [InlineData("""{"MsgFoundDo":{"MsgFoundList":{"OnsRestMessageDo":[{"MsgId":"A","StoreTimestamp":null,"PropertyList":null}]}}}""", 1)]
    public void Every_nesting_of_the_list_is_read(string json, int count) => Assert.Equal(count, Read(json).Entries.Count);

    [Fact]
    public void An_entry_without_an_ID_does_not_go_unnoticed() =>
        Assert.Null(PageQueryCodec.Read(Answer.Of("""{"MsgFoundDo":{"MsgFoundList":{"OnsRestMessageDo":[{"MsgId":"A"},{"Topic":"t"}]}}}"""), Query, "cn-x"));

    private static DeadLetterPage Read(string json) => PageQueryCodec.Read(Answer.Of(json), Query, "cn-x")!;
}
