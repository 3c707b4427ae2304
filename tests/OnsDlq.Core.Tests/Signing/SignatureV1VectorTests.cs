using System.Globalization;
using OnsDlq.Signing;

namespace OnsDlq.Core.Tests.Signing;

/// <summary>Test vectors of Signature V1: published ones, and two for the Ons product.</summary>
public class SignatureV1VectorTests
{
    private static readonly AccessKey Lasting = new("testid", "testsecret");

    [Theory]
    [InlineData("GET", "OLeaidS1JvxuMvnyHOwuJ+uX5qY=")]
    [InlineData("POST", "MxbnVAM4w6sft9xjVpe/GCKueuk=")]
    public void The_first_official_vector_holds_for_either_method(string method, string signature)
    {
        var parameters = Parameters("DescribeRegions", "XML", "2014-05-26");
        Assert.Equal(signature, Signature(method, parameters, Lasting, "2016-02-23T12:46:24Z", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"));
    }

    [Fact]
    public void The_second_official_vector_holds()
    {
        var parameters = Parameters("DescribeDedicatedHosts", "JSON", "2014-05-26");
        parameters["RegionId"] = "cn-beijing";
        Assert.Equal(
            "9NaGiOspFP5UPcwX8Iwt2YJXXuk=",
            Signature("GET", parameters, Lasting, "2023-03-13T08:34:30Z", "edb2b34af0af9a6d14deaf7c1a5315eb"));
    }

    [Theory]
    [MemberData(nameof(Cultures.Treacherous), MemberType = typeof(Cultures))]
    public void A_resend_holds_in_every_culture_with_lasting_and_with_temporary_keys(string culture)
    {
        var parameters = Parameters("OnsDLQMessageResendById", "json", "2019-02-14");
        parameters["GroupId"] = "GID_test_group_id";
        parameters["InstanceId"] = "MQ_INST_188077086902_BXSuW61e";
        parameters["MsgId"] = "0BC16699343051CD9F1D798E77340000";

        string Sign(AccessKey key) =>
            Cultures.Under(culture, () => Signature("POST", parameters, key, "2024-01-02T03:04:05Z", "00000000-0000-4000-8000-000000000001"));

        Assert.Equal("f2UVVWm8Ouw622IY3iGiWmTMqvU=", Sign(Lasting));
        Assert.Equal("4+R8bxfoMVpevO8f2y6LjWPCrko=", Sign(new AccessKey("STS.testid", "testsecret", "CAIS+token/==")));
    }

    private static Dictionary<string, string> Parameters(string action, string format, string version) =>
        new() { ["Action"] = action, ["Format"] = format, ["Version"] = version };

    private static string Signature(string method, Dictionary<string, string> parameters, AccessKey key, string date, string nonce)
    {
        var query = SignatureV1.Sign(method, parameters, key, DateTimeOffset.Parse(date, CultureInfo.InvariantCulture), nonce);
        var last = query.Split('&')[^1].Split('=');
        Assert.Equal("Signature", last[0]);
        return Uri.UnescapeDataString(last[1]);
    }
}
