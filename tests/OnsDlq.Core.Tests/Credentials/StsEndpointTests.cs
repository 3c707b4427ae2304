using OnsDlq.Credentials;
using OnsDlq.Credentials.Sts;
using OnsDlq.Errors;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>Which endpoint of STS is called.</summary>
public class StsEndpointTests
{
    [Theory]
    [InlineData(null, null, null, "https://sts.aliyuncs.com/")]
    [InlineData(null, null, true, "https://sts.aliyuncs.com/")]
    [InlineData(null, "cn-hangzhou", null, "https://sts.cn-hangzhou.aliyuncs.com/")]
    [InlineData(null, "cn-hangzhou", true, "https://sts-vpc.cn-hangzhou.aliyuncs.com/")]
    [InlineData("sts.eu-central-1.aliyuncs.com", "cn-hangzhou", true, "https://sts.eu-central-1.aliyuncs.com/")]
    [InlineData("https://sts.example.com:8443/", null, null, "https://sts.example.com:8443/")]
    [InlineData("http://127.0.0.1:8080", null, null, "http://127.0.0.1:8080/")]
    public void An_endpoint_comes_before_a_region_and_a_region_before_the_default(string? endpoint, string? region, bool? vpc, string address)
    {
        using var outside = new Outside();
        Assert.Equal(address, StsEndpoint.Choose(outside.Environment, endpoint, region, vpc, "p").AbsoluteUri);
    }

    [Fact]
    public void What_a_profile_leaves_open_the_environment_says()
    {
        using var outside = new Outside();
        Uri Choose(bool? vpc = null) => StsEndpoint.Choose(outside.Environment, null, null, vpc, "p");
        outside.Variables["ALIBABA_CLOUD_STS_REGION"] = "cn-beijing";
        Assert.Equal("sts.cn-beijing.aliyuncs.com", Choose().Host);
        outside.Variables["ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"] = "true";
        Assert.Equal("sts-vpc.cn-beijing.aliyuncs.com", Choose().Host);
        Assert.Equal("sts.cn-beijing.aliyuncs.com", Choose(vpc: false).Host);
        outside.Variables["ALIBABA_CLOUD_STS_ENDPOINT"] = "sts.example.com";
        Assert.Equal("sts.example.com", Choose().Host);
    }

    [Theory]
    [InlineData("http://sts.aliyuncs.com", null)]
    [InlineData("ftp://sts.aliyuncs.com", null)]
    [InlineData("sts.aliyuncs.com/path", null)]
    [InlineData("sts.aliyuncs.com?x=1", null)]
    [InlineData("user:pass@sts.aliyuncs.com", null)]
    [InlineData("two words", null)]
    [InlineData(null, "evil.example.com/#")]
    public void An_address_that_would_send_keys_astray_is_refused(string? endpoint, string? region)
    {
        using var outside = new Outside();
        var error = Assert.Throws<CredentialsException>(() => StsEndpoint.Choose(outside.Environment, endpoint, region, null, "p"));
        Assert.Equal(ErrorId.InvalidCredentials, error.Id);
    }
}
