using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Realms;

namespace OnsDlq.Core.Tests.Connection;

public sealed class EndpointRuleTests
{
    public static TheoryData<string> Everywhere => [.. Regions.Ids];

    [Fact]
    public void Every_region_of_the_facts_is_known() => Assert.Equal(28, Regions.Ids.Count);

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_region_is_called_by_rule(string region)
    {
        var host = region == "cn-beijing-finance-1" ? "ons.aliyuncs.com" : $"ons.{region}.aliyuncs.com";
        Assert.Equal((region, new Uri($"https://{host}/")), EndpointRule.Resolve(region, false, null));
        Assert.Equal(region == "ap-south-1", EndpointRule.Notice(region, false, null) is not null);
        Assert.Null(EndpointRule.Notice(region, false, "https://ons.example.com"));
        if (region is "cn-wulanchabu" or "ap-south-1" or "mq-internet-access")
            Assert.Equal(ErrorId.NoVpcEndpoint, Fault(region, true, null));
        else
            Assert.Equal(new Uri($"https://ons-vpc.{region}.aliyuncs.com/"), EndpointRule.Resolve(region, true, "").Endpoint);
    }

    [Fact]
    public void A_region_may_be_written_in_any_case() =>
        Assert.Equal(("cn-hangzhou", new Uri("https://ons.cn-hangzhou.aliyuncs.com/")), EndpointRule.Resolve(" CN-HangZhou ", false, null));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void No_region_is_an_error(string? region)
    {
        Assert.Equal(ErrorId.MissingRegion, Fault(region, false, null));
        Assert.Equal(ErrorId.MissingRegion, Fault(region, false, "https://127.0.0.1:1/"));
    }

    [Theory]
    [InlineData("cn-hangzou", "ons.cn-hangzou.aliyuncs.com", "Did you mean cn-hangzhou")]
    [InlineData("AP-Southeast-4", "ons.ap-southeast-4.aliyuncs.com", "Did you mean ap-southeast-1")]
    [InlineData("atlantis", "ons.atlantis.aliyuncs.com", "at ons.atlantis.aliyuncs.com.")]
    [InlineData("cn-beijing-gov-1", "ons.aliyuncs.com", "at ons.aliyuncs.com.")]
    public void A_region_that_is_not_on_the_list_is_called_by_the_official_rule_with_a_notice(string region, string host, string notice)
    {
        Assert.Equal((region.ToLowerInvariant(), new Uri($"https://{host}/")), EndpointRule.Resolve(region, false, null));
        Assert.Equal(new Uri($"https://ons-vpc.{region.ToLowerInvariant()}.aliyuncs.com/"), EndpointRule.Resolve(region, true, null).Endpoint);
        Assert.StartsWith(
            $"The region '{region.ToLowerInvariant()}' is not on this module's list. It is called by the official rule, at {host}.",
            EndpointRule.Notice(region, false, null), StringComparison.Ordinal);
        Assert.Contains(notice, EndpointRule.Notice(region, false, null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_region_that_may_be_mistyped_is_told_beside_an_endpoint_too() =>
        Assert.Equal(
            "The region 'cn-hangzou' is not on this module's list. The journal and the results call it so. Did you mean cn-hangzhou?",
            EndpointRule.Notice("cn-hangzou", false, "https://ons.example.com"));

    [Theory]
    [InlineData("evil.example.com/?")]
    [InlineData("cn_hangzhou")]
    [InlineData("-cn")]
    [InlineData("x@y")]
    public void What_no_region_can_be_called_is_an_error(string region)
    {
        Assert.Equal(ErrorId.UnknownRegion, Fault(region, false, null));
        Assert.Equal(ErrorId.UnknownRegion, Fault(region, false, "https://ons.example.com"));
        Assert.Null(EndpointRule.Notice(region, false, null));
    }

    [Theory]
    [InlineData("ons.example.com", "https://ons.example.com/")]
    [InlineData("ons.example.com:8443", "https://ons.example.com:8443/")]
    [InlineData(" https://ons.example.com ", "https://ons.example.com/")]
    [InlineData("HTTPS://ONS.Example.com:443/", "https://ons.example.com/")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://127.8.8.8", "http://127.8.8.8/")]
    [InlineData("http://localhost:8080/", "http://localhost:8080/")]
    [InlineData("http://loopback", "http://localhost/")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080/")]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example/")]
    public void An_endpoint_takes_the_place_of_the_rule_for_any_region(string endpoint, string address)
    {
        Assert.Equal(("xx-new-1", new Uri(address)), EndpointRule.Resolve("xx-new-1", false, endpoint));
        Assert.Equal(("cn-wulanchabu", new Uri(address)), EndpointRule.Resolve("cn-wulanchabu", true, endpoint));
    }

    [Theory]
    [InlineData("http://ons.example.com")]
    [InlineData("http://127.0.0.1.example.com")]
    [InlineData("http://localhost.example.com")]
    [InlineData("http://10.0.0.1:80")]
    [InlineData("http://0.0.0.0:80")]
    public void Plain_http_is_refused_but_on_this_machine(string endpoint) => Assert.Equal(ErrorId.InsecureEndpoint, Fault("cn-x", false, endpoint));

    [Theory]
    [InlineData("https://user:password@ons.example.com")]
    [InlineData("user@ons.example.com")]
    [InlineData("https://@ons.example.com")]
    [InlineData("https://ons.example.com/path")]
    [InlineData("ons.example.com/path")]
    [InlineData("https://ons.example.com/?a=b")]
    [InlineData("https://ons.example.com?")]
    [InlineData("https://ons.example.com/#x")]
    [InlineData("ftp://ons.example.com")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://")]
    [InlineData("https://ons.example.com:0")]
    [InlineData("https://ons.example.com:99999")]
    [InlineData("ons example com")]
    [InlineData("://x")]
    [InlineData("https:\\\\ons.example.com\\x")]
    public void What_is_no_bare_host_is_refused_and_not_repeated(string endpoint)
    {
        var error = Assert.Throws<OnsDlqException>(() => EndpointRule.Resolve("cn-x", false, endpoint));

        Assert.Equal(ErrorId.InvalidEndpoint, error.Id);
        Assert.DoesNotContain("password", error.Message, StringComparison.Ordinal);
    }

    private static ErrorId Fault(string? region, bool vpc, string? endpoint) =>
        Assert.Throws<OnsDlqException>(() => EndpointRule.Resolve(region, vpc, endpoint)).Id;
}
