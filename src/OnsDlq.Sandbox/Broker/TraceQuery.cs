namespace OnsDlq.Sandbox.Broker;

/// <summary>What a trace query looks for.</summary>
/// <param name="InstanceId">The instance, or null for all.</param>
/// <param name="Topic">The topic that the messages were sent to.</param>
/// <param name="MsgId">The message's ID, or null for a query by key.</param>
/// <param name="MsgKey">One of the messages' keys, or null for a query by ID.</param>
/// <param name="Begin">The earliest time of production, Unix ms.</param>
/// <param name="End">The latest time of production, Unix ms.</param>
internal sealed record TraceQuery(string? InstanceId, string Topic, string? MsgId, string? MsgKey, long Begin, long End);
