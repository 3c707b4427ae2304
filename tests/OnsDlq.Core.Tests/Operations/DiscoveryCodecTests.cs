using OnsDlq.Discovery;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Operations;

public sealed class DiscoveryCodecTests
{
    private const string Region = "cn-hangzhou";

    [Fact]
    public void Instances_are_asked_for_with_what_they_hold()
    {
        var call = InstanceListCodec.Call();

        Assert.Equal(("OnsInstanceInServiceList", CallKind.Query, HttpMethod.Post), (call.Action, call.Kind, call.Method));
        Assert.Equal("true", call.Parameters["NeedResourceInfo"]);
    }

    [Fact]
    public void An_instance_is_read_with_all_it_tells()
    {
        var one = Assert.Single(InstanceListCodec.Read(
            Answer.Of("""
            {"RequestId":"R","Data":{"InstanceVO":[{"InstanceId":"MQ_INST_1","InstanceName":"shop","InstanceStatus":5,"InstanceType":2,
            "IndependentNaming":true,"CreateTime":1570761026630,"ReleaseTime":1570761026708,"TopicCount":3,"GroupCount":4,
            "Tags":{"Tag":[{"Key":"team","Value":"blue"},{"Key":"team","Value":"red"}]}}]}}
            """),
            Region));

        Assert.Equal(("MQ_INST_1", "shop", Region), (one.InstanceId, one.InstanceName, one.RegionId));
        Assert.Equal(("Running", "Platinum", true), (one.Status, one.Type, one.IndependentNaming));
        Assert.Equal((3, 4), (one.TopicCount, one.GroupCount));
        Assert.Equal((1570761026630, 1570761026708), (one.CreateTime!.Value.ToUnixTimeMilliseconds(), one.ReleaseTime!.Value.ToUnixTimeMilliseconds()));
        Assert.Equal("blue", Assert.Single(one.Tags).Value);
    }

    [Fact]
    public void One_instance_is_read_with_its_limits_and_addresses()
    {
        var one = InstanceInfoCodec.Read(
            Answer.Of("""
            {"InstanceBaseInfo":{"InstanceId":"MQ_INST_1","CreateTime":"1570761026630","MaxTps":5000,"TopicCapacity":50,"Remark":"note",
            "Endpoints":{"TcpEndpoint":"http://tcp","HttpInternalEndpoint":"http://inside","TcpInternetEndpoint":"http://tcp.out","HttpInternetEndpoint":"http://out","HttpInternetSecureEndpoint":"https://out"}}}
            """),
            Region)!;

        Assert.Equal(1570761026630, one.CreateTime!.Value.ToUnixTimeMilliseconds());
        Assert.Equal((5000, 50, "note", "http://tcp", "http://inside"), (one.MaxTps, one.TopicCapacity, one.Remark, one.TcpEndpoint, one.HttpInternalEndpoint));
        Assert.Equal(("http://tcp.out", "http://out", "https://out"), (one.TcpInternetEndpoint, one.HttpInternetEndpoint, one.HttpInternetSecureEndpoint));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Data":null}""")]
    [InlineData("""{"Data":{}}""")]
    [InlineData("""{"Data":{"InstanceVO":null,"SubscribeInfoDo":null},"InstanceBaseInfo":null}""")]
    [InlineData("""{"Data":{"InstanceVO":[null,{"InstanceName":"x"}],"SubscribeInfoDo":[{"Remark":"x"},null]},"InstanceBaseInfo":{}}""")]
    public void What_is_missing_or_has_no_ID_is_none(string json)
    {
        var answer = Answer.Of(json);

        Assert.Empty(InstanceListCodec.Read(answer, Region));
        Assert.Empty(GroupListCodec.Read(answer, null, GroupType.Tcp, Region));
        Assert.Null(InstanceInfoCodec.Read(answer, Region));
    }

    [Fact]
    public void Odd_values_stay_empty_and_new_numbers_are_kept()
    {
        var one = Assert.Single(InstanceListCodec.Read(
            Answer.Of("""
            {"Data":{"InstanceVO":{"InstanceVO":[{"InstanceId":"I","InstanceStatus":"9","CreateTime":0,"ReleaseTime":9223372036854775807,
            "IndependentNaming":"maybe","TopicCount":"many","Tags":[{"Key":"k"}]}]}}}
            """),
            Region));

        Assert.Equal("9", one.Status);
        Assert.Equal((null, null, null, null), (one.CreateTime, one.ReleaseTime, one.IndependentNaming, one.TopicCount));
        Assert.Equal(KeyValuePair.Create("k", ""), Assert.Single(one.Tags));
    }

    [Theory]
    [InlineData(GroupType.Tcp, "MQ_INST_1", "GroupType=tcp InstanceId=MQ_INST_1")]
    [InlineData(GroupType.Http, null, "GroupType=http")]
    internal void Groups_are_asked_for_by_type(GroupType type, string? instanceId, string expected)
    {
        var call = GroupListCodec.Call(instanceId, type);

        Assert.Equal(expected, string.Join(' ', call.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}")));
        Assert.Equal(("OnsGroupList", CallKind.Query), (call.Action, call.Kind));
    }

    [Fact]
    public void A_group_is_read_and_what_it_does_not_say_is_what_was_asked()
    {
        var groups = GroupListCodec.Read(
            Answer.Of("""
            {"Data":{"SubscribeInfoDo":[{"GroupId":"GID_a","InstanceId":"MQ_INST_2","GroupType":"TCP","Owner":"1234","Remark":"note","CreateTime":1000,"UpdateTime":2000},
            {"GroupId":"GID_b"}]}}
            """),
            "MQ_INST_1", GroupType.Http, Region);

        Assert.Equal(
            [("GID_a", "MQ_INST_2", "Tcp"), ("GID_b", "MQ_INST_1", "Http")], groups.Select(g => (g.GroupId, g.InstanceId, g.GroupType)));
        Assert.Equal("1234", groups[0].Owner);
        Assert.Equal(
            ("note", 1000, 2000),
            (groups[0].Remark, groups[0].CreateTime!.Value.ToUnixTimeMilliseconds(), groups[0].UpdateTime!.Value.ToUnixTimeMilliseconds()));
    }
}
