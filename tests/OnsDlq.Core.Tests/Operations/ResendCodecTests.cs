using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Operations;

public sealed class ResendCodecTests
{
    [Fact]
    public void The_call_names_group_message_and_instance_and_may_not_be_repeated()
    {
        var call = ResendCodec.Call(new MessageReference("cn-x", "MQ_INST_1", "GID_x", "A", 5));

        Assert.Equal(("OnsDLQMessageResendById", CallKind.Resend), (call.Action, call.Kind));
        Assert.Equal(
            ["GroupId=GID_x", "InstanceId=MQ_INST_1", "MsgId=A"],
            call.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"Data":{"MsgId":["A"]}}""", "A")]
    [InlineData("""{"Data":{"MsgId":["A","B"]}}""", "A,B")]
    [InlineData("""{"Data":{"MsgId":"A"}}""", "A")]
    [InlineData("""{"Data":{"MsgId":{"MsgId":["A"]}}}""", "A")]
    [InlineData("""{"Data":["A"]}""", "A")]
    [InlineData("""{"Data":"A"}""", "A")]
    [InlineData("""{"Data":{"MsgId":[7,{"x":1}]}}""", "7,{\"x\":1}")]
    [InlineData("""{"Data":{"MsgId":[]}}""", "")]
    [InlineData("""{"Data":{"MsgId":["A",null,""]}}""", "A,null,")]
    [InlineData("""{"Data":{"MsgId":{"MsgId":["A"],"X":1}}}""", "{\"MsgId\":[\"A\"],\"X\":1}")]
    [InlineData("""{"Data":{"MsgId":{"MsgId":[]}}}""", "")]
    [InlineData("""{"Data":[]}""", "")]
    [InlineData("""{"Data":{"MsgId":{}}}""", "")]
    [InlineData("""{"Data":{"MsgId":null}}""", "")]
    [InlineData("""{"Data":{}}""", "")]
    [InlineData("""{"Data":null}""", "")]
    [InlineData("""{}""", "")]
    public void Whatever_is_listed_is_read(string json, string listed) =>
        Assert.Equal(listed, string.Join(',', ResendCodec.Read(Answer.Of(json), "A").ListedMsgIds));

    [Theory]
    [InlineData("""{"Data":{"MsgId":[""]}}""")]
    [InlineData("""{"Data":{"MsgId":[null]}}""")]
    public void An_entry_without_an_ID_still_counts_as_one(string json) =>
        Assert.Single(ResendCodec.Read(Answer.Of(json), "A").ListedMsgIds);
}
