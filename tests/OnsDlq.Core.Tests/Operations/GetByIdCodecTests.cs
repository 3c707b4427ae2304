using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Operations;

public sealed class GetByIdCodecTests
{
    [Fact]
    public void The_call_names_group_message_and_instance()
    {
        var call = GetByIdCodec.Call("GID_x", "A", "MQ_INST_1");

        Assert.Equal(("OnsDLQMessageGetById", CallKind.Query), (call.Action, call.Kind));
        Assert.Equal(
            ["GroupId=GID_x", "InstanceId=MQ_INST_1", "MsgId=A"],
            call.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}").Order(StringComparer.Ordinal));
        Assert.False(GetByIdCodec.Call("GID_x", "A", "").Parameters.ContainsKey("InstanceId"));
    }

    [Theory]
    [InlineData("""{"Data":{"MsgId":"A","StoreTimestamp":5}}""")]
    [InlineData("""{"Data":[{"MsgId":"A","StoreTimestamp":4},{"MsgId":"A","StoreTimestamp":5}]}""")]
    [InlineData("""{"Data":{"OnsRestMessageDo":[{"MsgId":"A","StoreTimestamp":5}]}}""")]
    public void The_latest_entry_is_read(string json) =>
        Assert.Equal(5, GetByIdCodec.Read(Answer.Of(json), "GID_x", "A", null, "cn-x")!.StoreTimestamp);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Data":null}""")]
    [InlineData("""{"Data":{}}""")]
    [InlineData("""{"Data":{"MsgId":null}}""")]
    [InlineData("""{"Data":[]}""")]
    [InlineData("""{"Data":"none"}""")]
    public void Every_form_of_nothing_is_none(string json) => Assert.Null(GetByIdCodec.Read(Answer.Of(json), "GID_x", "A", null, "cn-x"));

    [Theory]
    [InlineData("a", "mq_inst_1", null)]
    [InlineData("A", null, null)]
    [InlineData("A", "", null)]
    [InlineData("B", "MQ_INST_1", "message A")]
    [InlineData("A", "MQ_INST_2", "a message of instance MQ_INST_1")]
    public void Another_message_or_instance_than_was_asked_for_is_named(string msgId, string? instanceId, string? difference)
    {
        var answer = Answer.Of("""{"Data":[{"MsgId":"A","InstanceId":"MQ_INST_1","StoreTimestamp":5}]}""");
        var found = GetByIdCodec.Read(answer, "GID_x", msgId, instanceId, "cn-x");

        Assert.Equal(difference, GetByIdCodec.Difference(found!, msgId, instanceId));
    }

    [Fact]
    public void An_entry_of_another_message_is_not_overlooked_beside_the_right_one() =>
        Assert.Equal("B", GetByIdCodec.Read(
            Answer.Of("""{"Data":[{"MsgId":"B","StoreTimestamp":4},{"MsgId":"A","StoreTimestamp":5}]}"""), "GID_x", "A", null, "cn-x")!.MsgId);
}
