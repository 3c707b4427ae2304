using OnsDlq.Signing;

namespace OnsDlq.Core.Tests.Signing;

/// <summary>Test vectors: the official one of help.aliyun.com/document_detail/2593177.html, and three for the Ons product.</summary>
public class SignatureV3VectorTests
{
    private static readonly UnsignedRequest Official = new()
    {
        Host = "ecs.cn-shanghai.aliyuncs.com",
        Action = "RunInstances",
        Version = "2014-05-26",
        Query = new Dictionary<string, string>
        {
            ["RegionId"] = "cn-shanghai",
            ["ImageId"] = "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        },
    };

    private static readonly UnsignedRequest Resend = new()
    {
        Host = "ons.cn-hangzhou.aliyuncs.com",
        Action = "OnsDLQMessageResendById",
        Version = "2019-02-14",
        Query = new Dictionary<string, string>
        {
            ["MsgId"] = "0BC16699343051CD9F1D798E77340000",
            ["GroupId"] = "GID_test_group_id",
            ["InstanceId"] = "MQ_INST_188077086902_BXSuW61e",
        },
    };

    private static readonly UnsignedRequest PageQuery = Resend with
    {
        Action = "OnsDLQMessagePageQueryByGroupId",
        Query = new Dictionary<string, string>
        {
            ["PageSize"] = "50",
            ["InstanceId"] = "MQ_INST_188077086902_BXSuW61e",
            ["GroupId"] = "GID test*~é/+",
            ["EndTime"] = "1570809600000",
            ["CurrentPage"] = "1",
            ["BeginTime"] = "1570723200000",
        },
    };

    private static readonly AccessKey Lasting = new("testid", "testsecret");
    private static readonly AccessKey Temporary = new("STS.testid", "testsecret", "CAIS+token/==");

    // 03:04:05 UTC, given with another offset and with fractions of a second: neither may change the result.
    private static readonly DateTimeOffset Date = new DateTimeOffset(2024, 1, 2, 11, 4, 5, TimeSpan.FromHours(8)).AddTicks(9_999_999);
    private const string Nonce = "00000000-0000-4000-8000-000000000001";

    [Theory]
    [MemberData(nameof(Cultures.Treacherous), MemberType = typeof(Cultures))]
    public void The_official_vector_holds_in_every_culture(string culture) => Check(
        culture, Official, new AccessKey("YourAccessKeyId", "YourAccessKeySecret"), new DateTimeOffset(2023, 10, 26, 10, 22, 32, TimeSpan.Zero),
        "3156853299f313e23d1673dc12e1703d",
        "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai",
        "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259",
        "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version",
        "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");

    [Theory]
    [MemberData(nameof(Cultures.Treacherous), MemberType = typeof(Cultures))]
    public void A_resend_with_lasting_keys_holds_in_every_culture(string culture) => Check(
        culture, Resend, Lasting, Date, Nonce,
        "GroupId=GID_test_group_id&InstanceId=MQ_INST_188077086902_BXSuW61e&MsgId=0BC16699343051CD9F1D798E77340000",
        "e40683767f1cdc18d7cb93e57a3b01aac42c04cf97111be7802004400edf892f",
        "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version",
        "81afaaee1188bc7c59003e48d29722267642cae95aca1bc3d4ffe5d876743851");

    [Theory]
    [MemberData(nameof(Cultures.Treacherous), MemberType = typeof(Cultures))]
    public void A_resend_with_temporary_keys_holds_in_every_culture(string culture) => Check(
        culture, Resend, Temporary, Date, Nonce,
        "GroupId=GID_test_group_id&InstanceId=MQ_INST_188077086902_BXSuW61e&MsgId=0BC16699343051CD9F1D798E77340000",
        "df0f968fc1d990cd2e670546a88f5023b48ea837ec93228ed7ebaad2d39abcf6",
        "host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version",
        "623e451c0fde33c679c80019bb978835de7d678d2229cf42f1d2ec49a0482f8c");

    [Theory]
    [MemberData(nameof(Cultures.Treacherous), MemberType = typeof(Cultures))]
    public void A_listing_with_characters_to_encode_holds_in_every_culture(string culture) => Check(
        culture, PageQuery, Lasting, Date, Nonce,
        "BeginTime=1570723200000&CurrentPage=1&EndTime=1570809600000&GroupId=GID%20test%2A~%C3%A9%2F%2B"
            + "&InstanceId=MQ_INST_188077086902_BXSuW61e&PageSize=50",
        "f9818492c3f1182d51700a197479d2f155c799ec96c5c1d5f49c1cdd074ed23a",
        "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version",
        "c6013eca9757d6ee834cca10320c16889b085fcb27e769c7af552bb6569b9afb");

    private static void Check(
        string culture, UnsignedRequest request, AccessKey key, DateTimeOffset date, string nonce,
        string query, string canonicalHash, string signedHeaders, string signature)
    {
        var signed = Cultures.Under(culture, () => SignatureV3.Sign(request, key, date, nonce));

        Assert.Equal(query, signed.Query);
        Assert.Equal(
            $"ACS3-HMAC-SHA256 Credential={key.Id},SignedHeaders={signedHeaders},Signature={signature}", signed.Headers["authorization"]);
        var headers = new Dictionary<string, string>(signed.Headers) { ["host"] = request.Host };
        headers.Remove("authorization");
        Assert.Equal(signedHeaders, CanonicalRequest.SignedHeaderNames(headers));
        Assert.Equal(canonicalHash, CanonicalRequest.Hash(request.Method, signed.Query, headers, request.BodyHash));
        Assert.DoesNotContain(key.Secret, signed.ToString() + string.Join(' ', signed.Headers.Values), StringComparison.Ordinal);
    }
}
