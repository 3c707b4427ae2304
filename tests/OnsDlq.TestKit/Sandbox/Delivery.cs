namespace OnsDlq.TestKit.Sandbox;

/// <summary>The deliveries of one message to one group.</summary>
/// <param name="GroupId">The consumer group.</param>
/// <param name="MsgId">The message.</param>
/// <param name="Count">How many.</param>
/// <param name="Times">The time of each, on the service's clock.</param>
/// <param name="InstanceId">The group's instance.</param>
public sealed record Delivery(string GroupId, string MsgId, int Count, IReadOnlyList<DateTimeOffset> Times, string? InstanceId = null);
