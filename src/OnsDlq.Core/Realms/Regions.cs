using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace OnsDlq.Realms;

/// <summary>The regions of the service (ons-api facts 3) and the rule for their host names.</summary>
internal static partial class Regions
{
    /// <summary>The host of regions without one of their own.</summary>
    public const string CentralHost = "ons.aliyuncs.com";

    private static readonly FrozenDictionary<string, Region> ById = new Region[]
    {
        new("cn-qingdao", true),
        new("cn-beijing", true),
        new("cn-zhangjiakou", true),
        new("cn-huhehaote", true),
        new("cn-wulanchabu", false),
        new("cn-hangzhou", true),
        new("cn-shanghai", true),
        new("cn-shenzhen", true),
        new("cn-chengdu", true),
        new("cn-hongkong", true),
        new("cn-hangzhou-finance", true),
        new("cn-shanghai-finance-1", true),
        new("cn-shenzhen-finance-1", true),
        new("cn-beijing-finance-1", true),
        new("ap-northeast-1", true),
        new("ap-south-1", false),
        new("ap-southeast-1", true),
        new("ap-southeast-2", true),
        new("ap-southeast-3", true),
        new("ap-southeast-5", true),
        new("ap-southeast-6", true),
        new("eu-central-1", true),
        new("eu-west-1", true),
        new("us-east-1", true),
        new("us-west-1", true),
        new("me-east-1", true),
        new("me-central-1", true),
        new("mq-internet-access", false), // the "public network": no place, so no private network either
    }.ToFrozenDictionary(region => region.Id, StringComparer.OrdinalIgnoreCase);

    // Regions at the central host (aliyun/alibabacloud-csharp-sdk, ons-20190214/core/Client.cs, _endpointMap); most are not public.
    private static readonly FrozenSet<string> CentralIds = new[]
    {
        "cn-beijing-finance-1", "cn-beijing-finance-pop", "cn-beijing-gov-1", "cn-beijing-nu16-b01", "cn-edge-1", "cn-fujian", "cn-haidian-cm12-c01",
        "cn-hangzhou-bj-b01", "cn-hangzhou-internal-prod-1", "cn-hangzhou-internal-test-1", "cn-hangzhou-internal-test-2",
        "cn-hangzhou-internal-test-3", "cn-hangzhou-test-306", "cn-hongkong-finance-pop", "cn-qingdao-nebula", "cn-shanghai-et15-b01",
        "cn-shanghai-et2-b01", "cn-shanghai-inner", "cn-shanghai-internal-test-1", "cn-shenzhen-inner", "cn-shenzhen-st4-d01",
        "cn-shenzhen-su18-b01", "cn-wuhan", "cn-yushanfang", "cn-zhangbei-na61-b01", "cn-zhangjiakou-na62-a01", "cn-zhengzhou-nebula-1",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The IDs of all regions, in ordinal order.</summary>
    public static IReadOnlyList<string> Ids { get; } = ById.Keys.Order(StringComparer.Ordinal).ToArray();

    /// <summary>The region with an ID (not case-sensitive); null where none is known.</summary>
    public static Region? Find(string id) => ById.GetValueOrDefault(id);

    /// <summary>The region with an ID of valid form, known or not; null where the form is not valid.</summary>
    public static Region? Named(string id) =>
        Find(id) ?? (Pattern().IsMatch(id) ? new Region(id.ToLowerInvariant(), HasVpcHost: true) { IsKnown = false } : null);

    /// <summary>The host of a region: by the rule, except where the official SDK's map has another.</summary>
    public static string Host(Region region, bool vpc)
    {
        if (vpc) return $"ons-vpc.{region.Id}.aliyuncs.com";
        return CentralIds.Contains(region.Id) ? CentralHost : $"ons.{region.Id}.aliyuncs.com";
    }

    /// <summary>Up to three regions that were probably meant, the most similar first.</summary>
    public static IReadOnlyList<string> Like(string id) =>
        Ids.Select(known => (Id: known, Distance: EditDistance.Between(known, id.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= Math.Max(2, candidate.Id.Length / 3))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Id, StringComparer.Ordinal)
            .Take(3).Select(candidate => candidate.Id).ToArray();

    // The form of one label of a host name.
    [GeneratedRegex("^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
