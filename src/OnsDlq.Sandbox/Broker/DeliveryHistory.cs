namespace OnsDlq.Sandbox.Broker;

/// <summary>A snapshot of all deliveries of one message to one group.</summary>
/// <param name="InstanceId">The group's instance.</param>
/// <param name="GroupId">The group.</param>
/// <param name="MsgId">The message.</param>
/// <param name="Deliveries">The first one, which made it a dead letter, and those after resends.</param>
internal sealed record DeliveryHistory(string InstanceId, string GroupId, string MsgId, IReadOnlyList<Delivery> Deliveries);
