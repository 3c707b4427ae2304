namespace OnsDlq.Sandbox.Broker;

/// <summary>What can be told of a consumer group, at one moment.</summary>
/// <param name="InstanceId">Its instance.</param>
/// <param name="GroupId">Its ID.</param>
/// <param name="Profile">What its owner has set.</param>
internal sealed record GroupCard(string InstanceId, string GroupId, GroupProfile Profile);
