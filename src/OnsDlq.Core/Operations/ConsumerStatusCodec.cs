using System.Text.Json;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>OnsConsumerStatus on the wire (ons-api facts 1.8).</summary>
internal static class ConsumerStatusCodec
{
    public const string Action = "OnsConsumerStatus";

    /// <summary>The call that asks for a group's consumers.</summary>
    /// <param name="groupId">The consumer group.</param>
    /// <param name="instanceId">The instance; null where it is not known.</param>
    /// <param name="detail">Whether subscriptions and rates are wanted, too.</param>
    public static ServiceCall Call(string groupId, string? instanceId, bool detail) =>
        new(Action, ConsumerAccumulateCodec.Parameters(groupId, instanceId, detail), CallKind.Query);

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="detail">Whether details were asked for.</param>
    public static ConsumerStatus Read(ServiceAnswer answer, bool detail)
    {
        var data = answer.Body.Member("Data") ?? default;
        JsonElement[] clients = [.. data.List("ConsumerConnectionInfoList", "ConsumerConnectionInfoDo")];
        return new ConsumerStatus
        {
            InstanceId = data.Name("InstanceId"),
            SubscriptionSame = data.Truth("SubscriptionSame"),
            RebalanceOK = data.Truth("RebalanceOK"),
            ConsumeModel = data.Name("ConsumeModel"),
            Consumers = data.Member("ConnectionSet") is null ? null : data.List("ConnectionSet", "ConnectionDo").Count(),
            Rates = detail ? [.. clients.SelectMany(one => one.List("RunningDataList", "ConsumerRunningDataDo")).Select(Rate)] : null,
            Topics = detail && clients.Length > 0
                ? GroupSubscriptionCodec.Topics(clients.SelectMany(one => one.List("SubscriptionSet", "SubscriptionData")))
                : null,
        }.With(ConsumerAccumulateCodec.Read(data));
    }

    private static ConsumerRate Rate(JsonElement one) =>
        new(one.Real("OkTps") ?? 0, one.Real("FailedTps") ?? 0, one.Integer("FailedCountPerHour") ?? 0);
}
