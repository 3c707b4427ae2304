using OnsDlq.Connection;
using OnsDlq.Realms;

namespace OnsDlq.Core.Tests.Realms;

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
    [InlineData("https://Gateway.Example.com/", "gateway.example.com:443")]
    [InlineData("https://gateway.example.com.:8443/", "gateway.example.com:8443")]
    [InlineData("https://[2001:DB8::1]/", "[2001:db8::1]:443")]
    [InlineData("https://[::ffff:10.0.0.5]/", "10.0.0.5:443")]
    [InlineData("https://ons.cn-hangzhou.aliyuncs.com:8443/", "ons.cn-hangzhou.aliyuncs.com:8443")]
    [InlineData("https://ons.cn-hangzhou.aliyuncs.com.evil.example/", "ons.cn-hangzhou.aliyuncs.com.evil.example:443")]
    [InlineData("https://xons.cn-hangzhou.aliyuncs.com/", "xons.cn-hangzhou.aliyuncs.com:443")]
    [InlineData("https://ons.a.b.aliyuncs.com/", "ons.a.b.aliyuncs.com:443")]
    public void Any_other_address_is_itself_where_nobody_names_its_region(string endpoint, string realm) => Assert.Equal(realm, Realm.Of(new Uri(endpoint)));

    [Theory]
    [InlineData("http://127.0.0.1:5000/")]
    [InlineData("http://127.1:5000/")]
    [InlineData("http://127.0.0.2:5000/")]
    [InlineData("http://0x7f000001:5000/")]
    [InlineData("http://localhost:5000/")]
    [InlineData("http://LocalHost.:5000/")]
    [InlineData("http://[::1]:5000/")]
    [InlineData("http://[0:0:0:0:0:0:0:1]:5000/")]
    [InlineData("http://[::ffff:127.0.0.1]:5000/")]
    [InlineData("http://[::ffff:7f00:2]:5000/")]
    [InlineData("https://0.0.0.0:5000/")]
    [InlineData("https://[::]:5000/")]
    public void This_machine_is_one_host_however_written_and_never_a_region(string endpoint)
    {
        Assert.Equal("127.0.0.1:5000", Realm.Of(new Uri(endpoint)));
        Assert.Equal("127.0.0.1:5000", Realm.Of(new Uri(endpoint), "cn-hangzhou"));
    }

    [Theory]
    [InlineData("https://10.0.0.5/")]
    [InlineData("https://10.0.0.5:8443/")]
    [InlineData("https://[2001:db8::1]/")]
    [InlineData("https://ons-proxy.example.com/")]
    [InlineData("https://ep-bp1x.ons.cn-hangzhou.privatelink.aliyuncs.com/")]
    [InlineData("https://ons.cn-hangzhou.aliyuncs.com:8443/")]
    [InlineData("https://ons.cn-hangzhou.aliyuncs.com/")]
    public void Any_other_address_is_the_region_that_is_named_beside_it(string endpoint) =>
        Assert.Equal("cn-hangzhou", Realm.Of(new Uri(endpoint), "CN-Hangzhou"));

    [Theory]
    [InlineData("https://ons.cn-hangzhou.aliyuncs.com/")]
    [InlineData("https://ons-vpc.cn-hangzhou.aliyuncs.com:8443/")]
    public void A_regions_own_host_is_that_region_whatever_is_named_beside_it(string endpoint) =>
        Assert.Equal("cn-hangzhou", Realm.Of(new Uri(endpoint), "cn-beijing"));

    [Theory]
    [InlineData("10.0.0.5:443", true)]
    [InlineData("127.0.0.1:5000", false)]
    [InlineData("cn-hangzhou", false)]
    public void Of_an_address_that_is_no_region_a_person_is_told(string realm, bool told) =>
        Assert.Equal(
            told,
            Realm.Notice(realm)?.Contains(realm, StringComparison.Ordinal) == true && Realm.Notice(realm)!.Contains("-RegionId", StringComparison.Ordinal));

    [Theory]
    [InlineData("127.0.0.1:5000", "localhost:5000")]
    [InlineData("127.0.0.1:5000", "[::1]:5000")]
    [InlineData("127.0.0.1:5000", "[::ffff:127.0.0.1]:5000")]
    [InlineData("10.0.0.5:443", "[::ffff:10.0.0.5]:443")]
    [InlineData("cn-hangzhou", "cn-hangzhou")]
    [InlineData("cn-hangzhou", "10.0.0.5:443")]
    [InlineData("cn-hangzhou", "ons-proxy.example.com:8443")]
    [InlineData("cn-hangzhou", "ons.cn-hangzhou.aliyuncs.com:8443")]
    public void A_name_of_today_covers_what_earlier_builds_wrote_for_the_same_service(string realm, string recorded) =>
        Assert.True(Realm.Covers(realm, recorded));

    [Theory]
    [InlineData("127.0.0.1:5000", "localhost:5001")]
    [InlineData("127.0.0.1:5000", "10.0.0.5:5000")]
    [InlineData("127.0.0.1:5000", "cn-hangzhou")]
    [InlineData("cn-hangzhou", "cn-beijing")]
    [InlineData("cn-hangzhou", "127.0.0.1:5000")]
    [InlineData("cn-hangzhou", "localhost:443")]
    [InlineData("cn-hangzhou", "ons.cn-beijing.aliyuncs.com:443")]
    [InlineData("10.0.0.5:443", "cn-hangzhou")]
    [InlineData("10.0.0.5:443", "10.0.0.6:443")]
    [InlineData("cn-hangzhou", ":")]
    public void And_nothing_else(string realm, string recorded) => Assert.False(Realm.Covers(realm, recorded));
}
