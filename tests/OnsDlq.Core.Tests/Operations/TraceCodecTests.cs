using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Operations;

/// <summary>The trace operations on the wire; names and nesting are those of the official SDK's models (ons-api facts 1.5).</summary>
public sealed class TraceCodecTests
{
    private static readonly TraceQuery Query = new(
        "MQ_INST_1", "orders", "0BC1", DateTimeOffset.FromUnixTimeMilliseconds(1_000), DateTimeOffset.FromUnixTimeMilliseconds(2_000));

    [Fact]
    public void A_search_names_topic_message_and_the_time_of_production()
    {
        var call = TraceQueryCodec.Call(Query);

        Assert.Equal(("OnsTraceQueryByMsgId", CallKind.Query), (call.Action, call.Kind));
        Assert.Equal(
            ["BeginTime=1000", "EndTime=2000", "InstanceId=MQ_INST_1", "MsgId=0BC1", "Topic=orders"],
            call.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}").Order(StringComparer.Ordinal));
        Assert.Equal("Q-1", TraceQueryCodec.Read(Answer.Of("""{"RequestId":"R","QueryId":"Q-1"}""")));
        Assert.Null(TraceQueryCodec.Read(Answer.Of("""{"RequestId":"R"}""")));
        Assert.Equal("Q-1", TraceResultCodec.Call("Q-1", Query).Parameters["QueryId"]);
    }

    [Theory]
    [InlineData("finish", nameof(TraceState.Finished))]
    [InlineData("working", nameof(TraceState.Working))]
    [InlineData("removed", nameof(TraceState.Removed))]
    [InlineData("something new", nameof(TraceState.Working))]
    public void A_search_has_ended_only_where_it_says_so(string status, string state)
    {
        var result = TraceResultCodec.Read(Answer.Of($$$"""{"TraceData":{"Status":"{{{status}}}"}}"""), Query);

        Assert.Equal((state, 0), (result.State.ToString(), result.Tries.Count));
        Assert.Equal(TraceState.Working, TraceResultCodec.Read(Answer.Of("""{"RequestId":"R"}"""), Query).State);
    }

    [Fact]
    public void The_tries_of_every_group_are_read_and_what_proves_nothing_is_left_out()
    {
        var result = TraceResultCodec.Read(Answer.Of(
            """
            {"TraceData":{"Status":"finish","TraceList":{"TraceMapDo":[
              {"MsgId":"0bc1","SubList":{"SubMapDo":[
                {"SubGroupName":"GID_a","ClientList":{"SubClientInfoDo":[
                  {"ClientHost":"10.0.0.1","SubTime":1570761026708,"ReconsumeTimes":2,"Status":"CONSUME_SUCCESS"},
                  {"SubTime":"1570761026709","Status":"CONSUME_FAILED","SubGroupName":"GID_own"},
                  {"SubTime":1570761026710,"Status":"CONSUME_NOT_RETURN"},
                  {"Status":"CONSUME_SUCCESS"}]}},
                {"ClientList":{"SubClientInfoDo":[{"SubTime":1570761026711,"Status":"CONSUME_SUCCESS"}]}}]}},
              {"MsgId":"0BC2","SubList":{"SubMapDo":[{"SubGroupName":"GID_a","ClientList":{"SubClientInfoDo":[
                {"SubTime":1570761026712,"Status":"CONSUME_SUCCESS"}]}}]}}]}}}
            """), Query);

        Assert.Equal(
            [
                new("GID_a", "10.0.0.1", 1570761026708, 2, TryOutcome.Succeeded),
                new("GID_own", null, 1570761026709, null, TryOutcome.Failed),
                new("GID_a", null, 1570761026710, null, TryOutcome.Unclear),
            ],
            result.Tries);
    }
}
