using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Operations;

public sealed class ConsumerCodecTests
{
    private const string Whole = """
        {"RequestId":"R","Data":{"Online":true,"TotalDiff":197,"ConsumeTps":1.5,"LastTimestamp":1570701368114,"DelayTime":10000,
        "ConsumeModel":"CLUSTERING","SubscriptionSame":true,"RebalanceOK":false,"InstanceId":"MQ_INST_1",
        "ConnectionSet":{"ConnectionDo":[{"ClientId":"a"},{"ClientId":"b"}]},
        "ConsumerConnectionInfoList":{"ConsumerConnectionInfoDo":[
          {"ClientId":"a","RunningDataList":{"ConsumerRunningDataDo":[{"Topic":"orders","OkTps":0.5,"FailedTps":0.25,"FailedCountPerHour":3,"Rt":1.0}]},
           "SubscriptionSet":{"SubscriptionData":[{"Topic":"MQ_INST_1%orders","SubString":"*"},{"Topic":"%RETRY%GID_a","SubString":"*"}]}},
          {"ClientId":"b","RunningDataList":{"ConsumerRunningDataDo":[]},
           "SubscriptionSet":{"SubscriptionData":[{"Topic":"orders"},{"Topic":"refunds"},{"Topic":"MQ_INST_1%%RETRY%GID_a"},{"SubString":"x"}]}}]}}}
        """;

    [Fact]
    public void A_status_is_asked_for_by_group_and_instance_and_details_only_on_request()
    {
        var call = ConsumerStatusCodec.Call("GID_a", "MQ_INST_1", detail: true);

        Assert.Equal(("OnsConsumerStatus", CallKind.Query), (call.Action, call.Kind));
        Assert.Equal("Detail=true GroupId=GID_a InstanceId=MQ_INST_1", Words(call));
        Assert.Equal("GroupId=GID_a", Words(ConsumerStatusCodec.Call("GID_a", null, detail: false)));
        Assert.Equal("GroupId=GID_a InstanceId=MQ_INST_1", Words(ConsumerAccumulateCodec.Call("GID_a", "MQ_INST_1")));
        Assert.Equal("GroupId=GID_a InstanceId=MQ_INST_1", Words(GroupSubscriptionCodec.Call("GID_a", "MQ_INST_1")));
        Assert.Equal(
            ("OnsConsumerAccumulate", "OnsGroupSubDetail"), (ConsumerAccumulateCodec.Call("G", null).Action, GroupSubscriptionCodec.Call("G", "I").Action));
    }

    [Fact]
    public void A_status_is_read_with_rates_and_with_topics_as_dead_letters_name_them()
    {
        var status = ConsumerStatusCodec.Read(Answer.Of(Whole), detail: true);

        Assert.Equal((true, 197, 1.5, 10000), (status.Online, status.Backlog, status.ConsumeTps, status.DelayMs));
        Assert.Equal((true, false, "CLUSTERING", "MQ_INST_1", 2), (status.SubscriptionSame, status.RebalanceOK, status.ConsumeModel, status.InstanceId, status.Consumers));
        Assert.Equal([new ConsumerRate(0.5, 0.25, 3)], status.Rates);
        Assert.Equal(["orders", "refunds"], status.Topics);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Data":null}""")]
    [InlineData("""{"Data":[]}""")]
    [InlineData("""{"Data":{"Online":"perhaps","TotalDiff":"many","ConsumeTps":"NaN","DelayTime":1.5,"ConnectionSet":null,"ConsumerConnectionInfoList":7}}""")]
    public void What_is_missing_or_odd_is_not_known(string json)
    {
        var status = ConsumerStatusCodec.Read(Answer.Of(json), detail: false);
        var progress = ConsumerAccumulateCodec.Read(Answer.Of(json));

        Assert.Equal(new ConsumerStatus(), status);
        Assert.Equal(new ConsumerProgress(), progress);
    }

    [Fact]
    public void Hostile_names_are_cleaned()
    {
        var status = ConsumerStatusCodec.Read(
            Answer.Of("""{"Data":{"InstanceId":"\u001b[2J","ConsumeModel":"\u202E","ConsumerConnectionInfoList":{"ConsumerConnectionInfoDo":[{"SubscriptionSet":[{"Topic":"a\u001b[41m"}]}]}}}"""),
            detail: true);

        Assert.DoesNotContain('\u001b', status.InstanceId + status.ConsumeModel + Assert.Single(status.Topics!));
    }

    [Theory]
    [InlineData("""{"Data":{"Online":true,"SubscriptionDataList":{"SubscriptionDataList":[{"Topic":"b"},{"Topic":"a"},{"Topic":"b"}]}}}""", "a b")]
    [InlineData("""{"Data":{"Online":true,"SubscriptionDataList":{"SubscriptionDataList":[]}}}""", "")]
    [InlineData("""{"Data":{"Online":false,"SubscriptionDataList":{"SubscriptionDataList":[]}}}""", null)]
    public void Subscriptions_are_read_and_an_offline_group_has_none_known(string json, string? topics)
    {
        var read = GroupSubscriptionCodec.Read(Answer.Of(json));

        Assert.Equal(topics, read is null ? null : string.Join(' ', read));
    }

    private static string Words(ServiceCall call) =>
        string.Join(' ', call.Parameters.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}"));
}
