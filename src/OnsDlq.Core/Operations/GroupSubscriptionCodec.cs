using System.Text.Json;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>OnsGroupSubDetail on the wire (ons-api facts 1.14).</summary>
internal static class GroupSubscriptionCodec
{
    public const string Action = "OnsGroupSubDetail";

    // RocketMQ's own topic for what a group tries again: every consumer subscribes to it.
    private const string RetryTopic = "%RETRY%";

    /// <summary>The call that asks for a group's subscriptions.</summary>
    public static ServiceCall Call(string groupId, string instanceId) => new(
        Action, new Dictionary<string, string>(StringComparer.Ordinal) { ["GroupId"] = groupId, ["InstanceId"] = instanceId }, CallKind.Query);

    /// <summary>Reads an answer: the topics; null while the group is offline, when it has no subscriptions.</summary>
    public static IReadOnlyList<string>? Read(ServiceAnswer answer)
    {
        var data = answer.Body.Member("Data") ?? default;
        return data.Truth("Online") == false ? null : Topics(data.List("SubscriptionDataList", "SubscriptionDataList"));
    }

    /// <summary>The topics of subscriptions, each once, as dead letters name them: without the instance, and without the retry topic.</summary>
    internal static IReadOnlyList<string> Topics(IEnumerable<JsonElement> subscriptions) =>
    [
        .. subscriptions.Select(one => one.Name("Topic") ?? "")
            .Where(topic => topic.Length > 0 && !topic.Contains(RetryTopic, StringComparison.Ordinal))
            .Select(topic => topic[(topic.IndexOf('%', StringComparison.Ordinal) + 1)..])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];
}
