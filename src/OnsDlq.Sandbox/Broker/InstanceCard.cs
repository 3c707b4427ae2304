namespace OnsDlq.Sandbox.Broker;

/// <summary>A snapshot of an instance's data.</summary>
/// <param name="InstanceId">Its ID.</param>
/// <param name="Profile">Its settings.</param>
/// <param name="TopicCount">How many topics its dead letters have.</param>
/// <param name="GroupCount">How many groups it has.</param>
internal sealed record InstanceCard(string InstanceId, InstanceProfile Profile, int TopicCount, int GroupCount)
{
    /// <summary>Makes the snapshot of an instance.</summary>
    public static InstanceCard Of(ServiceInstance instance) => new(
        instance.InstanceId, instance.Profile, instance.Groups.Values.SelectMany(group => group.Topics).Distinct().Count(), instance.Groups.Count);
}
