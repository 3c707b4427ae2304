using OnsDlq.Connection;

namespace OnsDlq.Core.Tests.Connection;

public sealed class RealmTests
{
    [Theory]
    [InlineData("https://ons.cn-hangzhou.aliyuncs.com/")]
    [InlineData("https://ons-vpc.cn-hangzhou.aliyuncs.com/")]
    [InlineData("https://ons.cn-hangzhou.aliyuncs.com:443/")]
    [InlineData("https://ONS.CN-Hangzhou.aliyuncs.COM")]
    [InlineData("https://ons.cn-hangzhou.aliyuncs.com./")]
    [InlineData("https://ons-vpc.cn-hangzhou.aliyuncs.com.:443/")]
    public void Every_host_of_a_region_is_that_region(string endpoint) => Assert.Equal("cn-hangzhou", Realm.Of(new Uri(endpoint)));

    [Fact]
    public void Every_address_that_the_rules_give_is_its_region()
    {
        foreach (var id in Regions.Ids)
        {
            Assert.Equal(id, Realm.Of(EndpointRule.Resolve(id, vpc: false, null).Endpoint));
            if (Regions.Find(id)!.HasVpcHost) Assert.Equal(id, Realm.Of(EndpointRule.Resolve(id, vpc: true, null).Endpoint));
        }
    }

    [Fact]
    public void A_region_that_is_not_known_yet_keeps_its_name_once_it_is() =>
        Assert.Equal("ap-nowhere-1", Realm.Of(EndpointRule.Resolve("ap-nowhere-1", false, "ons.ap-nowhere-1.aliyuncs.com").Endpoint));

    [Fact]
    public void The_host_rules_whatever_region_the_connection_names() =>
        Assert.Equal("cn-hangzhou", Realm.Of(EndpointRule.Resolve("cn-beijing", false, "ons.cn-hangzhou.aliyuncs.com").Endpoint));

    [Theory]
    [InlineData("http://127.0.0.1:5000/", "127.0.0.1:5000")]
    [InlineData("http://localhost:5000/", "localhost:5000")]
    [InlineData("http://[::1]:5000/", "[::1]:5000")]
    [InlineData("https://Gateway.Example.com/", "gateway.example.com:443")]
    [InlineData("https://gateway.example.com.:8443/", "gateway.example.com:8443")]
    [InlineData("https://ons.cn-hangzhou.aliyuncs.com:8443/", "ons.cn-hangzhou.aliyuncs.com:8443")]
    [InlineData("https://ons.cn-hangzhou.aliyuncs.com.evil.example/", "ons.cn-hangzhou.aliyuncs.com.evil.example:443")]
    [InlineData("https://xons.cn-hangzhou.aliyuncs.com/", "xons.cn-hangzhou.aliyuncs.com:443")]
    [InlineData("https://ons.a.b.aliyuncs.com/", "ons.a.b.aliyuncs.com:443")]
    public void Any_other_address_is_itself(string endpoint, string realm) => Assert.Equal(realm, Realm.Of(new Uri(endpoint)));
}
