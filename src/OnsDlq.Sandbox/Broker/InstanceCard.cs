namespace OnsDlq.Sandbox.Broker;

/// <summary>What can be told of an instance, at one moment.</summary>
/// <param name="InstanceId">Its ID.</param>
/// <param name="Profile">What its owner has set.</param>
/// <param name="TopicCount">How many topics its dead letters tell of.</param>
/// <param name="GroupCount">How many groups it has.</param>
internal sealed record InstanceCard(string InstanceId, InstanceProfile Profile, int TopicCount, int GroupCount)
{
    /// <summary>The card of an instance.</summary>
    public static InstanceCard Of(ServiceInstance instance) => new(
        instance.InstanceId, instance.Profile, instance.Groups.Values.SelectMany(group => group.Topics).Distinct().Count(), instance.Groups.Count);
}
