namespace OnsDlq.Sandbox.Protocol;

/// <summary>
/// The service's quotas per region, operation and account
/// (help.aliyun.com, ApsaraMQ for RocketMQ 4.x, developer reference "api-ons-2019-02-14-quota").
/// </summary>
internal static class QuotaTable
{
    private static readonly Quota PerMinute600 = new(600, TimeSpan.FromSeconds(60));
    private static readonly Quota PerMinute3000 = new(3000, TimeSpan.FromSeconds(60));
    private static readonly Quota PerSecond10 = new(10, TimeSpan.FromSeconds(1));

    private static readonly Dictionary<string, Quota> Rows = new(StringComparer.Ordinal)
    {
        ["OnsDLQMessagePageQueryByGroupId"] = PerMinute600,
        ["OnsDLQMessageGetById"] = PerMinute600,
        ["OnsDLQMessageResendById"] = PerMinute600,
        ["OnsGroupSubDetail"] = PerMinute600,
        ["OnsInstanceInServiceList"] = PerMinute3000,
        ["OnsInstanceBaseInfo"] = PerMinute3000,
        ["OnsMessageTrace"] = PerSecond10,
        ["OnsTraceGetResult"] = PerSecond10,
        ["OnsConsumerStatus"] = PerSecond10,
        ["OnsConsumerAccumulate"] = PerSecond10,
        ["OnsGroupList"] = PerSecond10,

        // Not in the service's table: assumed to be that of the similar OnsMessageGetByMsgId.
        ["OnsMessageDetail"] = PerSecond10,
        ["OnsTraceQueryByMsgId"] = new(30, TimeSpan.FromSeconds(60)),
        ["OnsTraceQueryByMsgKey"] = new(30, TimeSpan.FromSeconds(60)),
        ["OnsRegionList"] = new(50, TimeSpan.FromSeconds(1)),
    };

    /// <summary>The operation's quota, or null where the service documents none.</summary>
    public static Quota? Of(string action) => Rows.GetValueOrDefault(action);
}
