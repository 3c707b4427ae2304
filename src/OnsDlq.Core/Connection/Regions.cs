using System.Collections.Frozen;

namespace OnsDlq.Connection;

/// <summary>The regions of the service (ons-api facts 3) and the rule that names their hosts.</summary>
internal static class Regions
{
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

    /// <summary>The IDs of all regions, in ordinal order.</summary>
    public static IReadOnlyList<string> Ids { get; } = ById.Keys.Order(StringComparer.Ordinal).ToArray();

    /// <summary>The region with an ID, in whatever case it is written; null where none is known.</summary>
    public static Region? Find(string id) => ById.GetValueOrDefault(id);

    /// <summary>The host of a region.</summary>
    public static string Host(Region region, bool vpc) => vpc ? $"ons-vpc.{region.Id}.aliyuncs.com" : $"ons.{region.Id}.aliyuncs.com";

    /// <summary>Up to three regions that were probably meant, the likest first.</summary>
    public static IReadOnlyList<string> Like(string id) =>
        Ids.Select(known => (Id: known, Distance: EditDistance.Between(known, id.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= Math.Max(2, candidate.Id.Length / 3))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Id, StringComparer.Ordinal)
            .Take(3).Select(candidate => candidate.Id).ToArray();
}
