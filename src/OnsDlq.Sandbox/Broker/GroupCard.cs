namespace OnsDlq.Sandbox.Broker;

/// <summary>A snapshot of a consumer group's data.</summary>
/// <param name="InstanceId">Its instance.</param>
/// <param name="GroupId">Its ID.</param>
/// <param name="Profile">Its settings.</param>
/// <param name="IndependentNaming">Whether its instance has a namespace of its own.</param>
internal sealed record GroupCard(string InstanceId, string GroupId, GroupProfile Profile, bool IndependentNaming);
