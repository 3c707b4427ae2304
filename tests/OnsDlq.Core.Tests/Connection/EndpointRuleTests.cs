using OnsDlq.Connection;

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
        Assert.Equal((region, new Uri($"https://ons.{region}.aliyuncs.com/")), EndpointRule.Resolve(region, false, null));
        if (region is "cn-wulanchabu" or "ap-south-1" or "mq-internet-access")
            Assert.Equal(EndpointFault.NoVpcHost, Fault(region, true, null));
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
        Assert.Equal(EndpointFault.MissingRegion, Fault(region, false, null));
        Assert.Equal(EndpointFault.MissingRegion, Fault(region, false, "https://127.0.0.1:1/"));
    }

    [Theory]
    [InlineData("cn-hangzou", "cn-hangzhou")]
    [InlineData("ap-southeast-4", "ap-southeast-1")]
    [InlineData("CN-SHANGAI", "cn-shanghai")]
    public void An_unknown_region_is_an_error_that_names_its_like(string region, string like)
    {
        var error = Assert.Throws<EndpointException>(() => EndpointRule.Resolve(region, false, null));

        Assert.Equal(EndpointFault.UnknownRegion, error.Fault);
        Assert.Contains($"Did you mean {like}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("atlantis")]
    [InlineData("evil.example.com/?")]
    public void An_unknown_region_that_is_like_none_is_an_error(string region)
    {
        var error = Assert.Throws<EndpointException>(() => EndpointRule.Resolve(region, false, null));

        Assert.Equal(EndpointFault.UnknownRegion, error.Fault);
        Assert.DoesNotContain("mean", error.Message, StringComparison.Ordinal);
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
    public void Plain_http_is_refused_but_on_this_machine(string endpoint) => Assert.Equal(EndpointFault.InsecureEndpoint, Fault("cn-x", false, endpoint));

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
        var error = Assert.Throws<EndpointException>(() => EndpointRule.Resolve("cn-x", false, endpoint));

        Assert.Equal(EndpointFault.InvalidEndpoint, error.Fault);
        Assert.DoesNotContain("password", error.Message, StringComparison.Ordinal);
    }

    private static EndpointFault Fault(string? region, bool vpc, string? endpoint) =>
        Assert.Throws<EndpointException>(() => EndpointRule.Resolve(region, vpc, endpoint)).Fault;
}
