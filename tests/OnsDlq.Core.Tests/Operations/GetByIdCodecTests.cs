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
        Assert.Equal(5, GetByIdCodec.Read(Answer.Of(json), "GID_x", null, "cn-x")!.StoreTimestamp);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Data":null}""")]
    [InlineData("""{"Data":{}}""")]
    [InlineData("""{"Data":{"MsgId":null}}""")]
    [InlineData("""{"Data":[]}""")]
    [InlineData("""{"Data":"none"}""")]
    public void Every_form_of_nothing_is_none(string json) => Assert.Null(GetByIdCodec.Read(Answer.Of(json), "GID_x", null, "cn-x"));
}
