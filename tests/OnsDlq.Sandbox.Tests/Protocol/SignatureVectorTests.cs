using OnsDlq.Sandbox.Protocol;
using OnsDlq.Sandbox.Tests.Signing;

namespace OnsDlq.Sandbox.Tests.Protocol;

/// <summary>Published test vectors, and our own computed by a third program, compared with the sandbox's code and with the tests' own code.</summary>
public sealed class SignatureVectorTests
{
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private const string Regions =
        "AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0" +
        "&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&Version=2014-05-26";

    private const string Resend =
        "Action=OnsDLQMessageResendById&Format=json&Version=2019-02-14&Timestamp=2024-01-02T03%3A04%3A05Z" +
        "&SignatureNonce=00000000-0000-4000-8000-000000000001&GroupId=GID_test_group_id" +
        "&InstanceId=MQ_INST_188077086902_BXSuW61e&MsgId=0BC16699343051CD9F1D798E77340000" +
        "&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0";

    [Theory]
    [InlineData("GET", Regions + "&Timestamp=2016-02-23T12%3A46%3A24Z", "OLeaidS1JvxuMvnyHOwuJ+uX5qY=")]
    [InlineData("POST", Regions + "&Timestamp=2016-02-23T12%3A46%3A24Z", "MxbnVAM4w6sft9xjVpe/GCKueuk=")]
    [InlineData("GET", Regions + "&TimeStamp=2016-02-23T12%3A46%3A24Z", "CT9X0VtwR86fNWSnsc6v8YGOjuE=")]
    [InlineData("POST", Resend + "&AccessKeyId=testid", "f2UVVWm8Ouw622IY3iGiWmTMqvU=")]
    [InlineData("POST", Resend + "&AccessKeyId=STS.testid&SecurityToken=CAIS%2Btoken%2F%3D%3D", "4+R8bxfoMVpevO8f2y6LjWPCrko=")]
    public void V1_signatures_are_the_published_ones(string method, string query, string signature)
    {
        var parameters = PercentEncoding.Pairs(query);
        var claim = V1Signature.Read(new ApiRequest
        {
            Method = method,
            Query = [.. parameters, KeyValuePair.Create("Signature", signature)],
            Headers = new Dictionary<string, string>(),
        });
        Assert.Equal(signature, claim.Sign("testsecret"));
        Assert.True(claim.IsMadeWith("testsecret"));
        Assert.False(claim.IsMadeWith("testsecret2"));
        Assert.Equal(signature, V1Signer.Sign(method, parameters, "testsecret"));
        Assert.Equal(V1Signer.StringToSign(method, parameters), claim.StringToSign);
    }

    [Fact]
    public void The_string_V1_signs_is_the_published_one() => Assert.Equal(
        "GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML%26SignatureMethod%3DHMAC-SHA1" +
        "%26SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf%26SignatureVersion%3D1.0" +
        "%26Timestamp%3D2016-02-23T12%253A46%253A24Z%26Version%3D2014-05-26",
        V1Signature.StringToSign("GET", PercentEncoding.Pairs(Regions + "&Timestamp=2016-02-23T12%3A46%3A24Z")));

    [Fact]
    public void The_official_V3_vector_holds() => CheckV3(
        "ecs.cn-shanghai.aliyuncs.com", "RunInstances", "2014-05-26", "2023-10-26T10:22:32Z", "3156853299f313e23d1673dc12e1703d",
        "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai", "YourAccessKeySecret", null,
        "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259",
        "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");

    [Theory]
    [InlineData("OnsDLQMessageResendById",
        "GroupId=GID_test_group_id&InstanceId=MQ_INST_188077086902_BXSuW61e&MsgId=0BC16699343051CD9F1D798E77340000", null,
        "e40683767f1cdc18d7cb93e57a3b01aac42c04cf97111be7802004400edf892f",
        "81afaaee1188bc7c59003e48d29722267642cae95aca1bc3d4ffe5d876743851")]
    [InlineData("OnsDLQMessageResendById",
        "GroupId=GID_test_group_id&InstanceId=MQ_INST_188077086902_BXSuW61e&MsgId=0BC16699343051CD9F1D798E77340000", "CAIS+token/==",
        "df0f968fc1d990cd2e670546a88f5023b48ea837ec93228ed7ebaad2d39abcf6",
        "623e451c0fde33c679c80019bb978835de7d678d2229cf42f1d2ec49a0482f8c")]
    [InlineData("OnsDLQMessagePageQueryByGroupId",
        "BeginTime=1570723200000&CurrentPage=1&EndTime=1570809600000&GroupId=GID%20test%2A~%C3%A9%2F%2B" +
        "&InstanceId=MQ_INST_188077086902_BXSuW61e&PageSize=50", null,
        "f9818492c3f1182d51700a197479d2f155c799ec96c5c1d5f49c1cdd074ed23a",
        "c6013eca9757d6ee834cca10320c16889b085fcb27e769c7af552bb6569b9afb")]
    public void Our_own_V3_vectors_hold(string action, string query, string? token, string hash, string signature) => CheckV3(
        "ons.cn-hangzhou.aliyuncs.com", action, "2019-02-14", "2024-01-02T03:04:05Z", "00000000-0000-4000-8000-000000000001",
        query, "testsecret", token, hash, signature);

    private static void CheckV3(string host, string action, string version, string date, string nonce, string query, string secret,
        string? token, string hash, string signature)
    {
        var headers = new Dictionary<string, string>
        {
            ["host"] = host,
            ["x-acs-action"] = action,
            ["x-acs-content-sha256"] = EmptyHash,
            ["x-acs-date"] = date,
            ["x-acs-signature-nonce"] = nonce,
            ["x-acs-version"] = version,
        };
        if (token is not null)
        {
            headers["x-acs-accesskey-id"] = "STS.testid";
            headers["x-acs-security-token"] = token;
        }

        var parameters = PercentEncoding.Pairs(query);
        Assert.Equal(hash, V3Signer.HashedRequest("POST", parameters, headers));
        Assert.Equal(signature, V3Signer.Sign(hash, secret));

        var signed = string.Join(';', headers.Keys.Order(StringComparer.Ordinal));
        headers["authorization"] = $"ACS3-HMAC-SHA256 Credential=id,SignedHeaders={signed},Signature={signature}";
        var claim = V3Signature.Read(new ApiRequest { Method = "POST", Query = parameters, Headers = headers });
        Assert.Equal("ACS3-HMAC-SHA256\n" + hash, claim.StringToSign);
        Assert.True(claim.IsMadeWith(secret));
        Assert.False(claim.IsMadeWith(secret + "x"));
    }
}
